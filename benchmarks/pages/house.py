"""Sets Django up with a home of its own; imported before anything that has tables."""

import os
import tempfile

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synthema.web.settings")
os.environ["SYNTHEMA_HOME"] = HOME = tempfile.mkdtemp(prefix="synthema-benchmark-")
django.setup()
