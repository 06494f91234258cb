"""What gunicorn serves and what ``flask`` finds."""

from app.factory import create_app
from app.settings import load_settings

app = create_app(load_settings())
