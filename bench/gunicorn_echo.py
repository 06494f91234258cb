"""The account's gunicorn settings for the applications it is compared with."""

from app.settings_loading import settings_or_exit

settings = settings_or_exit()

bind = f"{settings.host}:{settings.port}"
worker_class = "gthread"
workers = settings.web_workers
threads = settings.web_threads
worker_connections = 1000
preload_app = True
accesslog = None
loglevel = settings.log_level.lower()
