"""Settings from the environment; all errors are gathered before one is raised."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import platformdirs

from synthema.refused import Refused
from synthema.web import served
from synthema.web.sqlite import prefer_bundled

prefer_bundled()

_problems: list[str] = []
_HOUSE = Path(__file__).parents[1]

SYNTHEMA_HOME = Path(os.environ.get("SYNTHEMA_HOME") or platformdirs.user_data_dir("synthema", appauthor=False))


def _database(url: str) -> dict[str, Any]:
    """A Django database from SYNTHEMA_DATABASE; SQLite in the home folder when it is empty."""
    if not url:
        return sqlite(SYNTHEMA_HOME / "synthema.sqlite3")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # a port that is no number, an address without its bracket
        parts, port = urlsplit(""), None
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        _problems.append(
            f"SYNTHEMA_DATABASE is {url!r}; write postgresql://user:password@host:port/name, or leave it empty."
        )
        return sqlite(SYNTHEMA_HOME / "synthema.sqlite3")
    asked = dict(parse_qsl(parts.query))  # host=/run/postgresql names a socket, as in other PostgreSQL clients
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or asked.get("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or asked.get("host", ""),
        "PORT": str(port or asked.get("port", "")),
    }


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite as Synthema runs it: WAL, full synchronisation, write locks taken at once."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON;",
        },
    }


DATABASES = {"default": _database(os.environ.get("SYNTHEMA_DATABASE", ""))}
DATABASE_ROUTERS = ["synthema.audit.scratch.ScratchRouter"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "synthema.web.apps.SynthemaConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "synthema.frame.middleware.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "synthema.web.urls"
WSGI_APPLICATION = "synthema.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [_HOUSE / "locale"]

SECRET_KEY = served.secret(SYNTHEMA_HOME)
SYNTHEMA_URL = os.environ.get("SYNTHEMA_URL", "").rstrip("/")
ALLOWED_HOSTS = served.hosts(SYNTHEMA_URL)
CSRF_TRUSTED_ORIGINS = [SYNTHEMA_URL] if SYNTHEMA_URL.startswith("https://") else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SYNTHEMA_URL.startswith("https://")
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "synthema", "synthema_csrf"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "synthema.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if SYNTHEMA_URL.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [_HOUSE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = bool(os.environ.get("SYNTHEMA_DEBUG"))

AUTH_USER_MODEL = "synthema.Account"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
SYNTHEMA_SIGN_ON_ORIGINS: list[str] = []
SILENCED_SYSTEM_CHECKS: list[str] = []

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HOUSE / "web" / "templates", *sorted(_HOUSE.glob("*/templates"))],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["synthema.frame.tags"],
        },
    }
]

if _problems:
    raise Refused(" ".join(_problems))
