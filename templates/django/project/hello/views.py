"""The pages of this application: each view takes a request and returns a response."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


# A page that only shows something takes GET and HEAD.
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "hello/index.html")


@require_safe
def hello(request: HttpRequest) -> HttpResponse:
    name = request.GET.get("name", "world")
    return render(request, "hello/hello.html", {"message": f"Hello {name}!"})


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})
