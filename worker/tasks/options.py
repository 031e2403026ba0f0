"""How Celery and its Redis transport are set up: so that a killed worker or server costs seconds, never work."""

from typing import Any

from worker.settings import Settings

#: A queue for each kind of work.
QUEUES = ("fetch", "read", "index", "plan")
#: The queue of each task.
ROUTES = {
    "fetch": "fetch",
    "read": "read",
    "index": "index",
    "build": "index",
    "plan": "plan",
    "sweep": "plan",
    "lost": "plan",
    "watch": "plan",
    "reconcile": "plan",
}
#: Seconds between two looks at the calendars, at what is wrong, and whether a reconciliation is due.
PLAN, WATCH, RECONCILE = 60.0, 60.0, 60.0
#: Seconds after which a message of a worker that vanished is given to another; more than two hard limits.
_VISIBILITY = 900.0


def soft_limit(settings: Settings) -> float:
    """Seconds after which a task is told to stop: longer than a request may take."""
    return max(settings.tasks.limit, 2 * settings.fetch.deadline)


def hard_limit(settings: Settings) -> float:
    """Seconds after which a task's process is killed."""
    return 1.5 * soft_limit(settings)


def transport(settings: Settings) -> dict[str, Any]:
    """Options of the connection to Redis: a message is never hidden for long, a dead connection is noticed."""
    return {
        "visibility_timeout": int(max(_VISIBILITY, 5 * hard_limit(settings))),
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 30,
        "socket_connect_timeout": 10,
        "socket_keepalive": True,
        "health_check_interval": 25,
    }


def options(settings: Settings) -> dict[str, Any]:
    """The settings of the Celery app."""
    return {
        "broker_url": settings.broker,
        "broker_transport_options": transport(settings),
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "task_publish_retry_policy": {"max_retries": 1, "interval_start": 0.2, "interval_max": 0.2},
        # A message goes when its work is done; what is done twice is done once by the ledger.
        "task_acks_late": True,
        "task_acks_on_failure_or_timeout": True,
        # A task whose process died is waited for by nobody: `lost` gives back what it held and wakes another (worker.tasks.app).
        "task_reject_on_worker_lost": False,
        "task_retry_on_worker_lost": False,
        "worker_prefetch_multiplier": 1,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "task_soft_time_limit": soft_limit(settings),
        "task_time_limit": hard_limit(settings),
        "worker_soft_shutdown_timeout": settings.tasks.farewell,
        "worker_max_tasks_per_child": settings.tasks.recycle,
        "worker_enable_remote_control": False,
        "worker_redirect_stdouts": False,
        "worker_send_task_events": False,
        # JSON only, and nobody asks for a result.
        "accept_content": ["json"],
        "task_serializer": "json",
        "result_backend": None,
        "task_ignore_result": True,
        "task_store_errors_even_if_ignored": False,
        "task_default_queue": "plan",
        "task_create_missing_queues": True,
        "task_routes": {f"zongshu.{step}": {"queue": queue} for step, queue in ROUTES.items()},
        "enable_utc": True,
        "beat_schedule": schedule(settings.tasks.sweep),
        "beat_scheduler": "celery.beat:Scheduler",  # keeps nothing: what is due is asked of the ledger
    }


def schedule(sweep: float) -> dict[str, dict[str, Any]]:
    """What beat sends, a sweep every `sweep` seconds; a message nobody took before the next one is due expires."""
    return {
        name: {"task": f"zongshu.{name}", "schedule": every, "options": {"queue": "plan", "expires": every * 0.9}}
        for name, every in (("sweep", sweep), ("plan", PLAN), ("watch", WATCH), ("reconcile", RECONCILE))
    }
