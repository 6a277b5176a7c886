"""The one settings file. What differs between deployments comes from the environment; .env.example lists every key.

A key NAME may also come as NAME_FILE, the path of a file that holds it (a mounted secret).
"""

import warnings
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import FileAwareEnv

BASE_DIR = Path(__file__).resolve().parent.parent
env = FileAwareEnv(strip_whitespace=True)  # a secret's file ends in a newline

DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / ".data")))
EMBEDDED = env.bool("EMBEDDED", False)
INSTANCE_ID = env.str("INSTANCE_ID", "")
PDF_DISABLED = env.bool("PDF_DISABLED", False)

# --- address and security -------------------------------------------------------------------------------------------
PUBLIC_URL = env.str("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
_public = urlsplit(PUBLIC_URL)
IS_HTTPS = _public.scheme == "https"
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = [_public.hostname or "127.0.0.1", *env.list("EXTRA_HOSTS", [])]
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

_cookie_prefix = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{_cookie_prefix}sessionid"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_cookie_prefix}csrftoken"
SESSION_ENGINE = "accounts.sessions"  # in the database: a dead cache or broker signs nobody out
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 3 * 3600  # a desk left alone; docs/asvs.md says why so long
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # with files too, unless its view is marked (core.access.takes_body)

# --- applications ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "documents",
    "orders",
    "catalog",
    "accounts",
    "b2b_portal.apps.WiringConfig",
    "b2b_portal.demo",
    "b2b_portal.core",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # its widget templates, which our form renderer falls back on
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "import_export",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "b2b_portal.core.middleware.PrivateResponses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "b2b_portal.core.middleware.LimitedBodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInRequired",
    "accounts.middleware.ActorOfRequest",
    "accounts.middleware.PermissionRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "b2b_portal.urls"
WSGI_APPLICATION = "b2b_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "b2b_portal.context.shop",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "b2b_portal.core.templatetags.ui",
                "b2b_portal.core.templatetags.forms",
            ],
            # explicit, because cotton and a second loader-rewriting app would silently disable each other
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
COTTON_DIR = "components"
FORM_RENDERER = "b2b_portal.core.forms.FormRenderer"
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # e-mails are unique in any case: constraint user_email_unique
    "security.W004",  # HSTS follows PUBLIC_URL: https has it, loopback http must not
    "security.W008",
]

# --- database -------------------------------------------------------------------------------------------------------
DATABASE_ROLE = env.str("DATABASE_ROLE", "web")
if DATABASE_ROLE == "owner" and not env.str("DATABASE_OWNER_URL", ""):
    warnings.warn(
        "DATABASE_OWNER_URL is not set: migrations run as the application, which can then alter its audit trail.",
        stacklevel=1,
    )
DATABASE_URLS = {
    "web": env.str("DATABASE_URL"),
    "worker": env.str("DATABASE_WORKER_URL", "") or env.str("DATABASE_URL"),
    "owner": env.str("DATABASE_OWNER_URL", "") or env.str("DATABASE_URL"),
}
# the host may be a %-quoted socket folder: postgres://user@%2Fpath%2Frun/b2b
DATABASES = {"default": dj_database_url.parse(DATABASE_URLS[DATABASE_ROLE], conn_max_age=60, conn_health_checks=True)}
# a server that went without a word is given up in seconds, not in the system's minutes
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "prepare_threshold": 0,  # for catalog/queries/prepared.py alone: Django's own cursors never prepare
    **DATABASES["default"].get("OPTIONS", {}),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "small_cache"}}
PGHISTORY_APPEND_ONLY = True

# --- background work ------------------------------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY = {
    "broker_url": REDIS_URL,
    "result_backend": None,
    "task_ignore_result": True,
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "task_soft_time_limit": 100,
    "task_time_limit": 120,
    "task_serializer": "json",
    "accept_content": ["json"],
    "task_default_queue": "default",
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,  # a worker waits for its broker as long as it takes
    "broker_connection_timeout": 1,
    "broker_transport_options": {
        "visibility_timeout": 600,
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
    },
    "task_publish_retry": False,
    "worker_max_tasks_per_child": 200,
    "worker_max_memory_per_child": 400_000,
    "worker_cancel_long_running_tasks_on_connection_loss": True,
    "worker_hijack_root_logger": False,
    "timezone": "Europe/Moscow",
    "beat_schedule": {
        "expire-reservations": {"task": "catalog.tasks.expire_due_reservations", "schedule": 60.0},
        "publish-due-imports": {"task": "catalog.tasks.publish_due", "schedule": 60.0},
        "forget-price-lists": {"task": "catalog.tasks.forget_old_price_lists", "schedule": 3600.0},
        "serve-awaited": {"task": "catalog.tasks.serve_awaited", "schedule": 60.0},
        "refresh-search": {"task": "catalog.tasks.refresh_search", "schedule": 3.0},
        "warn-of-ending-reservations": {"task": "orders.tasks.warn_of_ending_reservations", "schedule": 900.0},
        "remind-of-approvals": {"task": "orders.tasks.remind_of_approvals", "schedule": 3600.0},
        "escalate-approvals": {"task": "orders.tasks.escalate_approvals", "schedule": 300.0},
        "note-turned-lists": {"task": "orders.tasks.note_turned_lists", "schedule": 900.0},
        "review-purchases": {"task": "orders.tasks.review_purchases", "schedule": 3600.0},
        "issue-owed-invoices": {"task": "documents.tasks.make_good", "schedule": 300.0},
        "prune-imports": {"task": "catalog.tasks.prune_old_imports", "schedule": 3600.0},
        "tell-watchers": {"task": "catalog.tasks.tell_watchers", "schedule": 300.0},
        "prune-searches": {"task": "catalog.tasks.prune_old_searches", "schedule": 3600.0},
        "prune-fetches": {"task": "catalog.tasks.prune_old_fetches", "schedule": 3600.0},
        "prune-price-news": {"task": "orders.tasks.prune_old_price_news", "schedule": 3600.0},
        "prune-applications": {"task": "accounts.tasks.prune_old_applications", "schedule": 3600.0},
        "prune-deliveries": {"task": "b2b_portal.core.tasks.prune_deliveries", "schedule": 3600.0},
    },
}

# a worker that died is noticed after the lease; what was away (mail server, disk) is asked again after the pause
DELIVERY_LEASE_SECONDS = env.float("DELIVERY_LEASE_SECONDS", 60)
DELIVERY_POSTPONE_SECONDS = env.float("DELIVERY_POSTPONE_SECONDS", 30)

# --- mail -----------------------------------------------------------------------------------------------------------
MAIL_DIR = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", "shop@artikul.example")
_email_url = env.str("EMAIL_URL", "")
HAS_SMTP = bool(_email_url)
if HAS_SMTP:
    _email = env.dj_email_url("EMAIL_URL")
    for _key, _value in _email.items():
        globals()[_key] = _value
else:
    EMAIL_BACKEND = "b2b_portal.core.mail_folder.FolderBackend"
EMAIL_TIMEOUT = 10

# --- people ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.passwords.ContextWordsValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # sign-up is closed: an address is proven by the invitation sent to it
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True  # signed in for SESSION_COOKIE_AGE, also after the browser was closed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever changes a password or the second factor, its owner hears of it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no mail, and the page says the same to everybody
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_RATE_LIMITS = {  # with allauth's own; a key is an address and the network it is tried from: accounts/limits.py
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip",
    "request_login_code_from": "3/m/key",
    "reset_password": "20/m/ip",
    "reset_password_from": "5/m/key",
    "apply_for_account": "10/h/ip",
    "fill_by_inn": "30/m/ip",
}
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "change_password": "accounts.forms.sign_in.ChangeOwnPasswordForm",
    "request_login_code": "accounts.forms.sign_in.AskCodeForm",
    "confirm_login_code": "accounts.forms.sign_in.TypeCodeForm",
    "reset_password": "accounts.forms.sign_in.AskResetForm",
    "reset_password_from_key": "accounts.forms.sign_in.NewPasswordForm",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS  # http is for loopback only
MFA_ADAPTER = "accounts.adapter.MfaAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an invitation proved the address; allauth's own table of addresses is not used
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_FORMS = {
    "authenticate": "accounts.forms.sign_in.SecondFactorForm",
    "reauthenticate": "accounts.forms.sign_in.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.sign_in.SwitchOnAppForm",
    "add_webauthn": "accounts.forms.sign_in.AddPasskeyForm",
}
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", not (DEBUG or EMBEDDED))  # our people at work need one

# --- language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Moscow"
USE_I18N = USE_TZ = True

# --- files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- the shop -------------------------------------------------------------------------------------------------------
SHOP_NAME = env.str("SHOP_NAME", "Артикул")
DEFAULT_VAT_RATE = env.decimal("DEFAULT_VAT_RATE", "0.22")
REGISTRY_FILE = env.str("REGISTRY_FILE", "")  # who has which INN: accounts/registry.py
APPLICATION_KEEP_DAYS = env.int("APPLICATION_KEEP_DAYS", 90)  # after a no: accounts/actions/prune_applications.py

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {"fontTools": {"level": "WARNING"}, "weasyprint": {"level": "ERROR"}},
}
