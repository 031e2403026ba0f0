"""The API and the app that serves it: `create_app(engine, storage, web_settings, submit, queues, access, idle)`."""

from search.api.access import Access as Access
from search.api.access import Grant as Grant
from search.api.app import create_app as create_app
from search.api.settings import Idle as Idle
from search.api.settings import Queues as Queues
from search.api.settings import Submit as Submit
from search.api.settings import Taken as Taken
from search.api.settings import Upload as Upload
from search.api.settings import Waiting as Waiting
from search.api.settings import WebSettings as WebSettings
