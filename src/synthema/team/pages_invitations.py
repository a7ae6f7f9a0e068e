"""Invitations by link: made and taken back by the lead, accepted by whoever holds the link."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from synthema.frame.routes import act, open_act, open_page
from synthema.frame.visit import Guest, Visit, person_of
from synthema.refused import Refused
from synthema.team.accounts import BACKEND, address_problems, password_problems
from synthema.team.invitations import accept, accept_anew, invite, look, name_refused, revoke
from synthema.team.model import LONGEST_NAME, Need
from synthema.team.tables import Invitation, Person, ReviewTitle


class Newcomer(forms.Form):
    """Who was invited and has no account yet."""

    name = forms.CharField(
        label=gettext_lazy("Your name, as colleagues know it"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address, to log in with"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        max_length=1000,
        help_text=gettext_lazy("At least 12 letters; several words that only you combine are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )

    def __init__(self, invitation: Invitation, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.invitation = invitation
        if invitation.person is not None:
            del self.fields["name"]

    def clean_name(self) -> str:
        """A name that nobody here has."""
        return self._unless(self.cleaned_data["name"], [name_refused(self.invitation, self.cleaned_data["name"])])

    def clean_email(self) -> str:
        """An address without an account."""
        return self._unless(self.cleaned_data["email"].lower(), address_problems(self.cleaned_data["email"]))

    def clean_password(self) -> str:
        """A password worth the name."""
        given: str = self.cleaned_data["password"]
        return self._unless(given, list(password_problems(given, self.cleaned_data.get("email", ""))))

    def _unless(self, value: str, problems: list[str]) -> str:
        if found := [one for one in problems if one]:
            raise forms.ValidationError(found)
        return value


@act("reviews/<uuid:review>/team/invite/", needs=Need.LEAD)
def new_invitation(visit: Visit) -> HttpResponse:
    """Make a link and show it, this once."""
    if settings.SYNTHEMA_LOCAL:
        raise Refused(_("This Synthema runs on your computer alone, and nobody else can reach it. Add people by name."))
    made, token = invite(visit.by(), visit.review, visit.request.POST.getlist("role"), visit.field("note"))
    return visit.render("team/invited.html", invitation=made, link=link(visit.request, token))


@act("reviews/<uuid:review>/team/invitations/<uuid:invitation>/revoke/", needs=Need.LEAD)
def revoke_invitation(visit: Visit, invitation: UUID) -> HttpResponse:
    """Take an invitation back."""
    revoke(visit.by(), visit.review, invitation)
    return visit.go(reverse("team:people", kwargs={"review": visit.review}), _("The invitation is taken back."))


@open_page("invitations/<str:token>/")
def invitation(guest: Guest, token: str) -> HttpResponse:
    """What one is invited to, and how to accept."""
    found = look(token)
    return _shown(guest, token, found, Newcomer(found))


@act("invitations/<str:token>/join/", needs="person")
def join(visit: Visit, token: str) -> HttpResponse:
    """Join the review as who is logged in."""
    review = accept(token, visit.person)
    return visit.go(reverse("web:review", kwargs={"review": review}), _("Welcome. You are on the team."))


@open_act("invitations/<str:token>/new/")
def join_anew(guest: Guest, token: str) -> HttpResponse:
    """Join as somebody new, with an account."""
    found = look(token)
    form = Newcomer(found, guest.request.POST)
    if not form.is_valid():
        return _shown(guest, token, found, form, status=422)
    given = form.cleaned_data
    account = accept_anew(token, given.get("name", ""), given["email"], given["password"])
    login(guest.request, account, backend=BACKEND)
    to = reverse("web:review", kwargs={"review": found.review}) if found.review else reverse("web:home")
    return guest.go(to, _("Welcome. Your account is made."))


def link(request: HttpRequest, token: str) -> str:
    """The address of an invitation, as it is handed out."""
    path = reverse("team:invitation", kwargs={"token": token})
    return f"{settings.SYNTHEMA_URL}{path}" if settings.SYNTHEMA_URL else request.build_absolute_uri(path)


def _shown(guest: Guest, token: str, found: Invitation, form: Newcomer, status: int = 200) -> HttpResponse:
    known = dict(
        Person.objects.filter(pk__in=[one for one in (found.made_by, found.person) if one]).values_list("pk", "name")
    )
    title = ReviewTitle.objects.filter(pk=found.review).values_list("title", flat=True).first() if found.review else ""
    return guest.render(
        "team/invitation.html",
        status=status,
        token=token,
        invitation=found,
        form=form,
        review_title=title or "",
        roles=", ".join(found.role_names),
        invited_by=known.get(found.made_by, "") if found.made_by else "",
        for_person=known.get(found.person, "") if found.person else "",
        already=person_of(guest.request),
    )
