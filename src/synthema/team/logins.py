"""How django-allauth logs people in here: no open sign-up, attempts counted by address and place, sign-on if set up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.team.accounts import new_person
from synthema.team.tables import Account


class Logins(DefaultAccountAdapter):  # type: ignore[misc]
    """Passwords: nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (allauth calls it so)
        """An account comes from an invitation."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Attempts count by address and by where they come from, so that nobody can lock another out from elsewhere."""
        address = credentials.get("email", "").lower()
        return f"{self.get_client_ip(request)} {address}"

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where a request comes from; a server behind a socket of this machine is this machine."""
        if not request.META.get("REMOTE_ADDR"):
            request.META["REMOTE_ADDR"] = "127.0.0.1"
        return str(super().get_client_ip(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Back to one's account."""
        return reverse("team:account")


class SignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-on through the institution's identity provider, where one is set up."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Whom the institution knows may come in; they see no review until somebody invites them."""
        return bool(settings.SYNTHEMA_SIGN_ON)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse an address that is missing or that belongs to an account which cannot be shown to be the same."""
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        address = sociallogin.email_addresses[0].email if sociallogin.email_addresses else ""
        said = ""
        if not address:
            said = _("Your institution did not tell your e-mail address. Ask its help desk, or ask for an invitation.")
        elif Account.objects.filter(email__iexact=address).exists():
            said = _("An account with this e-mail address is here already. Log in with its password, then connect.")
        if said:
            raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", {"said": said}))

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Account:  # noqa: ARG002
        """A new person with an account and no password."""
        account: Account = sociallogin.user
        data = sociallogin.account.get_provider_account().get_user_data() or {}
        name = str(data.get("name") or data.get("preferred_username") or account.email.partition("@")[0])
        with transaction.atomic():
            account.set_unusable_password()
            account.person = new_person(name, account.email)
            sociallogin.save(request)
        return account

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:  # noqa: ARG002
        """Back to one's account."""
        return reverse("team:account")


def surroundings(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 (Django calls it so)
    """What every page may say: whether one person works here alone, the sign-on's name, whether mail is sent."""
    apps = getattr(settings, "SOCIALACCOUNT_PROVIDERS", {}).get("openid_connect", {}).get("APPS", [])
    return {
        "local": settings.SYNTHEMA_LOCAL,
        "sign_on": apps[0]["name"] if apps and settings.SYNTHEMA_SIGN_ON else "",
        "mail": settings.SYNTHEMA_MAIL,
    }
