"""All addresses: the rooms' own, logging in, and nothing else."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views as sign_on
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, include, path, re_path
from requests import RequestException

from synthema.frame.routes import urlpatterns as of_rooms
from synthema.web import handing_over  # noqa: F401 (it tells the team's page what is open)
from synthema.web.rooms import open_pages

View = Callable[..., HttpResponse]
log = logging.getLogger("synthema")


def only_if(setting: str, view: View) -> View:
    """A page that is there only where something is set up."""

    @wraps(view)
    def answer(request: HttpRequest, **given: Any) -> HttpResponse:
        if not getattr(settings, setting):
            raise Http404
        return view(request, **given)

    return answer


def signing_on(view: View) -> View:
    """A page of the sign-on, where there is one; a provider that is away or answers nonsense is told in words."""

    @wraps(view)
    def answer(request: HttpRequest, **given: Any) -> HttpResponse:
        try:
            return view(request, **given)
        except (RequestException, OAuth2Error, KeyError) as error:
            log.warning("the sign-on failed: %s: %s", type(error).__name__, error)
            return render(request, "socialaccount/authentication_error.html", status=502)

    return only_if("SYNTHEMA_SIGN_ON", answer)


def closed(*_: Any, **__: Any) -> HttpResponse:
    """An address that allauth knows by name, and that nobody reaches here."""
    raise Http404


def logging_in() -> list[URLPattern]:
    """What of allauth is open; the names that it looks up beside them answer that there is no such page."""
    mail, on = "SYNTHEMA_MAIL", "SYNTHEMA_SIGN_ON"
    opened = [
        path("login/", account.login, name="account_login"),
        path("logout/", account.logout, name="account_logout"),
        path("inactive/", account.account_inactive, name="account_inactive"),
        path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
        path("password/change/", account.password_change, name="account_change_password"),
        path("password/reset/", only_if(mail, account.password_reset), name="account_reset_password"),
        path("password/reset/done/", only_if(mail, account.password_reset_done), name="account_reset_password_done"),
        path(
            "password/reset/key/done/",
            account.password_reset_from_key_done,
            name="account_reset_password_from_key_done",
        ),
        re_path(
            r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
            account.password_reset_from_key,
            name="account_reset_password_from_key",
        ),
        path("2fa/", mfa.index, name="mfa_index"),
        path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
        path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
        path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
        path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
        path("2fa/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
        path("2fa/recovery-codes/generate/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
        path("2fa/recovery-codes/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
        path("oidc/<str:provider_id>/login/", signing_on(sign_on.login), name="openid_connect_login"),
        path("oidc/<str:provider_id>/login/callback/", signing_on(sign_on.callback), name="openid_connect_callback"),
        path("3rdparty/login/cancelled/", only_if(on, social.login_cancelled), name="socialaccount_login_cancelled"),
        path("3rdparty/login/error/", only_if(on, social.login_error), name="socialaccount_login_error"),
    ]
    shut = {
        "signup/": "account_signup",
        "confirm-email/": "account_email_verification_sent",
        "password/set/": "account_set_password",
        "3rdparty/signup/": "socialaccount_signup",
        "3rdparty/": "socialaccount_connections",
    }
    return [*opened, *(path(address, closed, name=name) for address, name in shut.items())]


open_pages()
urlpatterns = [*of_rooms(), path("accounts/", include(logging_in()))]
handler400 = "synthema.web.errors.bad_request"
handler403 = "synthema.web.errors.forbidden"
handler404 = "synthema.web.errors.not_found"
handler429 = "synthema.web.errors.too_many"
handler500 = "synthema.web.errors.our_mistake"
