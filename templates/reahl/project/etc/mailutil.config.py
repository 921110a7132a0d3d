"""Where mail is sent from, for development: nowhere, until a server listens there."""

mail.smtp_port = 8025
