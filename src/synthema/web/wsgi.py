"""What waitress and gunicorn serve."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synthema.web.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

import synthema.web.urls  # noqa: E402, F401 (loaded now, so that the first page is as fast as the second)

gc.collect()
gc.freeze()  # what was loaded stays: looking it over for garbage would take 150 ms of every few pages
