"""What waitress and gunicorn serve."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synthema.web.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402 (the settings come first)

application = get_wsgi_application()
