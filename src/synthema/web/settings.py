"""Settings from the environment; all errors are gathered before one is raised."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf.locale import LANG_INFO

from synthema.refused import Refused
from synthema.web import served
from synthema.web.sqlite import prefer_bundled

prefer_bundled()

_problems: list[str] = []
_HOUSE = Path(__file__).parents[1]

SYNTHEMA_HOME = served.home()
SYNTHEMA_LOCAL = bool(os.environ.get("SYNTHEMA_LOCAL"))  # one person on their own machine: `synthema open`


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
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite as Synthema runs it: WAL, full synchronisation, write locks taken at once."""
    return {
        "ENGINE": "synthema.web.in_turn",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON;",
        },
    }


def _number(setting: str, default: int, most: int) -> int:
    """A whole number from a setting."""
    given = os.environ.get(setting) or str(default)
    if not given.isascii() or not given.isdigit() or not int(given) <= most:
        _problems.append(f"{setting} is {given!r}; write a whole number up to {most}, or leave it empty for {default}.")
        return default
    return int(given)


def _megabytes(setting: str, default: int) -> int:
    """A whole number of megabytes from a setting."""
    given = os.environ.get(setting) or str(default)
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= 1_000_000:
        _problems.append(f"{setting} is {given!r}; write a whole number of megabytes, or leave it empty for {default}.")
        return default
    return int(given)


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
    "synthema.frame.middleware.Bounds",
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
_LOCALE = _HOUSE / "locale"  # a translation is there to be used once it is compiled: docs/translating.md
_TRANSLATED = sorted(path.parts[-3] for path in _LOCALE.glob("*/LC_MESSAGES/django.mo"))
LANGUAGES = [("en", "English"), *((code, LANG_INFO[code]["name_local"]) for code in _TRANSLATED if code in LANG_INFO)]
LOCALE_PATHS = [_LOCALE]

SECRET_KEY = served.secret(SYNTHEMA_HOME)
SYNTHEMA_URL = os.environ.get("SYNTHEMA_URL", "").rstrip("/")
_problems += filter(None, [served.url_problem(SYNTHEMA_URL)])
_SAFE = SYNTHEMA_URL.startswith("https://")
ALLOWED_HOSTS = served.hosts(SYNTHEMA_URL)
CSRF_TRUSTED_ORIGINS = [SYNTHEMA_URL] if _SAFE else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SAFE
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "synthema", "synthema_csrf"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "synthema.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if _SAFE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a form over 500 files asks several things of each
SYNTHEMA_UPLOAD_MB = _megabytes("SYNTHEMA_UPLOAD_MB", 512)
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [_HOUSE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = bool(os.environ.get("SYNTHEMA_DEBUG"))

AUTH_USER_MODEL = "synthema.Account"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_RULE = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_RULE}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_RULE}.CommonPasswordValidator"},
    {"NAME": f"{_RULE}.NumericPasswordValidator"},
    {"NAME": f"{_RULE}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email",)}},
]
PASSWORD_RESET_TIMEOUT = 24 * 3600
CACHES = {  # in the database, so that all processes count attempts to log in together
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "synthema_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
ACCOUNT_ADAPTER = "synthema.team.logins.Logins"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Synthema: "
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/5m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = _number("SYNTHEMA_PROXIES", int(_SAFE), 9)
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Synthema"
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "synthema.team.logins.SignOn"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SYNTHEMA_SIGN_ON = os.environ.get("SYNTHEMA_SIGN_ON_URL", "")
SYNTHEMA_SIGN_ON_ORIGINS: list[str] = []
if SYNTHEMA_SIGN_ON:
    _ids = {name: os.environ.get(f"SYNTHEMA_SIGN_ON_{name}", "") for name in ("ID", "SECRET")}
    _problems += [
        f"SYNTHEMA_SIGN_ON_{name} is empty; your identity provider gives it." for name in _ids if not _ids[name]
    ]
    if urlsplit(SYNTHEMA_SIGN_ON).scheme not in {"https", "http"}:
        _problems.append(f"SYNTHEMA_SIGN_ON_URL is {SYNTHEMA_SIGN_ON!r}; write the address of the identity provider.")
    _more = os.environ.get("SYNTHEMA_SIGN_ON_ORIGINS", "").split()
    SYNTHEMA_SIGN_ON_ORIGINS = [served.origin(one) for one in (SYNTHEMA_SIGN_ON, *_more)]
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sign-on",
                    "name": os.environ.get("SYNTHEMA_SIGN_ON_NAME", "") or urlsplit(SYNTHEMA_SIGN_ON).hostname,
                    "client_id": _ids["ID"],
                    "secret": _ids["SECRET"],
                    "settings": {"server_url": SYNTHEMA_SIGN_ON},
                }
            ],
        }
    }
SYNTHEMA_MAIL = bool(os.environ.get("SYNTHEMA_SMTP"))
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if SYNTHEMA_MAIL else "django.core.mail.backends.dummy.EmailBackend"
)
if SYNTHEMA_MAIL:
    try:
        globals().update(served.mail(os.environ["SYNTHEMA_SMTP"]))
    except ValueError:
        _problems.append(
            "SYNTHEMA_SMTP is no mail server; write smtp://user:password@host:587?from=reviews@example.org."
        )
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {  # errors.our_mistake tells the mistakes once, with a reference
        "django": {"handlers": [], "propagate": True, "level": "WARNING"},
        "django.request": {"level": "CRITICAL"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
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
                "synthema.team.logins.surroundings",
            ],
            "builtins": ["synthema.frame.tags"],
        },
    }
]

if _problems:
    raise Refused(" ".join(_problems))
