"""One file; what differs between machines comes from the environment."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from dangwu.config import secrets

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("DANGWU_DATA") or ROOT / ".data")


def env_flag(name: str, *, default: bool) -> bool:
    """Return a yes-or-no setting: 1, true, yes, on mean yes."""
    value = os.environ.get(name)
    return default if value is None else value.lower() in ("1", "true", "yes", "on")


def database(url: str) -> dict[str, Any]:
    """Return Django's database settings for `postgresql://user:password@host:port/name?key=value`.

    `?host=/dir` names a socket folder. Raises ValueError for another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError("DATABASE_URL：只支持 postgresql:// 开头的地址")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "dangwu.sharding.backend",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "ATOMIC_REQUESTS": False,  # the access middleware opens the transaction and its units
        "OPTIONS": dict(query),
    }


DEBUG = env_flag("DANGWU_DEBUG", default=False)
# Reads that pin no unit raise: always in tests and development, never in front of a user.
UNIT_GUARD = env_flag("DANGWU_UNIT_GUARD", default=DEBUG)

_KEYS = secrets.load(DATA)
SECRET_KEY = _KEYS.secret_key
# Personal numbers are encrypted with the key of this id; old ids stay readable.
FIELD_KEY_ID = "k1"
FIELD_KEYS = {FIELD_KEY_ID: _KEYS.field_key}
BLIND_KEY = _KEYS.blind_key
SEAL_KEY = _KEYS.seal_key
ALLOWED_HOSTS = os.environ.get("DANGWU_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("DANGWU_ORIGINS", "").split(",") if o]

DATABASES = {
    "default": database(os.environ.get("DATABASE_URL", "postgresql://dangwu@127.0.0.1/dangwu"))
}
# Web and worker connect as the web role, which owns nothing and passes no row policy.
if os.environ.get("DANGWU_AS_WEB_ROLE"):
    if web_url := os.environ.get("DATABASE_WEB_URL"):
        DATABASES["default"] = database(web_url)
    else:
        DATABASES["default"]["OPTIONS"]["options"] = "-c role=dangwu_web"
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "dangwu.web",  # before allauth: our sign-in page, not theirs
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "dangwu.sharding",
    "dangwu.audit",
    "dangwu.accounts",
    "dangwu.organisations",
    "dangwu.members",
    "dangwu.rules",
    "dangwu.activities",
    "dangwu.documents",
    "dangwu.notices",
    "dangwu.tasks",
    "dangwu.ballots",
    "dangwu.questionnaires",
    "dangwu.meetings",
    "dangwu.procedures",
    "dangwu.assessment",
    "dangwu.reports",
    "dangwu.exchange",
    "dangwu.workbench",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "dangwu.config.signing_in.SignInAgainMiddleware",
    # Last: opens the transaction around the view and the units in it.
    "dangwu.config.middleware.AccessMiddleware",
]

ROOT_URLCONF = "dangwu.config.urls"
WSGI_APPLICATION = "dangwu.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "dangwu.config.navigation.navigation",
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "dangwu.web.templatetags.components",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "dangwu.accounts.hashers.DoorArgon2Hasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workbench:today"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "dangwu.accounts.adapter.AccountAdapter"
# One lock-out only: django-axes'. Two stacked locks cannot be told apart by the person locked out.
# A hall or an office signs in from one address within a minute; wrong passwords are axes' concern.
ACCOUNT_RATE_LIMITS: dict[str, str] = {"login_failed": "", "login": "1000/m/ip"}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# The name under which both axes and allauth hand the login name on; another would count in vain.
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_TEMPLATE = "web/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "dangwu.web.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env_flag("DANGWU_TLS", default=False)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# `dangwu run` collects the static files first: hashed names, compressed, cached for ever.
COLLECTED = os.environ.get("DANGWU_STATIC") == "collected"
if COLLECTED:
    STORAGES["staticfiles"]["BACKEND"] = "dangwu.config.static.StaticStorage"
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_MAX_AGE = 3600
# A site's licensed typefaces (仿宋_GB2312, 方正小标宋 …) for printed papers: files put in here.
DOCUMENT_FONTS = Path(os.environ.get("DANGWU_FONTS") or DATA / "fonts")
# Nothing leaves the machine until the operator names a mail server or the hosts of robots.
EMAIL_HOST = os.environ.get("DANGWU_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("DANGWU_MAIL_PORT") or 587)
EMAIL_HOST_USER = os.environ.get("DANGWU_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DANGWU_MAIL_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = env_flag("DANGWU_MAIL_STARTTLS", default=not EMAIL_USE_SSL)
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("DANGWU_MAIL_FROM") or EMAIL_HOST_USER
ROBOT_HOSTS = [h for h in os.environ.get("DANGWU_ROBOT_HOSTS", "").split(",") if h]
# The address of this site, for links in mail and chat: without it they hold the path only.
SITE_ADDRESS = next(iter(CSRF_TRUSTED_ORIGINS), "")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
UPLOAD_MAX_BYTES = 100 * 1024 * 1024

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("DANGWU_LOG", "WARNING")},
}
