"""The Content-Security-Policy header, made from SECURE_CSP in the settings.

Django 6 brings the middleware itself. When you no longer need Django 5.2 (Python 3.11),
name `django.middleware.csp.ContentSecurityPolicyMiddleware` in the settings and delete
this file: https://docs.djangoproject.com/en/stable/howto/csp/
"""

try:
    from django.middleware.csp import ContentSecurityPolicyMiddleware
except ImportError:
    from django.conf import settings
    from django.http import HttpRequest, HttpResponseBase
    from django.utils.deprecation import MiddlewareMixin

    class ContentSecurityPolicyMiddleware(MiddlewareMixin):
        """As much of Django's own as SECURE_CSP here needs."""

        def process_response(
            self, request: HttpRequest, response: HttpResponseBase
        ) -> HttpResponseBase:
            # DEBUG's error pages have their styles inside: Django 6 spares them, too.
            if settings.DEBUG and response.status_code in {400, 404, 500}:
                return response
            policy = "; ".join(
                f"{directive} {' '.join(sources)}"
                for directive, sources in settings.SECURE_CSP.items()
            )
            # A view may set a policy of its own; then that one counts.
            response.headers.setdefault("Content-Security-Policy", policy)
            return response


__all__ = ["ContentSecurityPolicyMiddleware"]
