"""All addresses: the rooms' own, logging in, and nothing else."""

from django.urls import include, path

from synthema.frame.routes import urlpatterns as of_rooms
from synthema.web.rooms import open_pages

open_pages()
urlpatterns = [*of_rooms(), path("accounts/", include("allauth.urls"))]
handler400 = "synthema.web.errors.bad_request"
handler403 = "synthema.web.errors.forbidden"
handler404 = "synthema.web.errors.not_found"
handler500 = "synthema.web.errors.our_mistake"
