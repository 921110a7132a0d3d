from django.contrib.auth import get_user_model
from django.test import TestCase, override_settings


# TestCase has a database of its own, in memory, and undoes what each test does to it.
@override_settings(SECURE_SSL_REDIRECT=False)
class AdminTests(TestCase):
    def test_strangers_have_to_log_in(self) -> None:
        response = self.client.get("/admin/")

        self.assertRedirects(response, "/admin/login/?next=/admin/")

    def test_a_superuser_gets_in(self) -> None:
        self.client.force_login(get_user_model().objects.create_superuser("ada"))

        response = self.client.get("/admin/")

        self.assertEqual(response.status_code, 200)
        self.assertTemplateUsed(response, "admin/index.html")
