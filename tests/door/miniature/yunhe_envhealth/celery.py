import os

from celery import Celery

app = Celery("yunhe_envhealth", broker=os.environ.get("REDIS_URL"))
