"""Where mail is sent from, in production."""

mail.smtp_port = 25
