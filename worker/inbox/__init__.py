"""The inbox: a folder that takes files at any time. `Inbox.look` works it off, look by look; `folder_of` says where it is."""

from worker.inbox.box import DONE, FAILED, Inbox, Moved, folder_of

__all__ = ["DONE", "FAILED", "Inbox", "Moved", "folder_of"]
