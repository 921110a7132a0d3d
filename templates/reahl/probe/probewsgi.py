import database
from reahl.web.fw import ReahlWSGIApplication

application = ReahlWSGIApplication.from_directory("etc", start_on_first_request=True)
database.create_tables(application)
