"""Errors as JSON: Django's own are pages of HTML."""

from django.http import HttpRequest, JsonResponse


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    return JsonResponse({"detail": "Bad Request"}, status=400)


def not_found(request: HttpRequest, path: str = "") -> JsonResponse:
    return JsonResponse({"detail": "Not Found"}, status=404)


def server_error(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"detail": "Internal Server Error"}, status=500)
