"""Run as a process: a second server, which answers what it is asked, one JSON line a question.

A database that it is asked about for the first time is opened and its index built, so that whatever the server learns
of it later it learns from the change log.
"""

import json
import sys
from datetime import datetime
from pathlib import Path

from flask import Flask

from marketplace.app import create_app
from marketplace.core.db import Database
from marketplace.core.logs import configure_logs
from marketplace.recommendations.process import warm_up
from marketplace.settings import Settings


def main() -> None:
    configure_logs(as_json=True)  # To standard error: answers stand on standard output.
    apps: dict[str, Flask] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["url"] not in apps:
            apps[asked["url"]] = open_server(asked)
        client = apps[asked["url"]].test_client()
        client.set_cookie("session", asked["cookie"])
        print(json.dumps(client.get(asked["address"]).text), flush=True)


def open_server(asked: dict[str, str]) -> Flask:
    settings = Settings(demo_mode=True, data_dir=Path(asked["folder"]), secure_cookies=False, rate_limits=False)
    moment = datetime.fromisoformat(asked["moment"])
    app = create_app(settings, database=Database(asked["url"]), clock=lambda: moment)
    warm_up(app)
    return app


if __name__ == "__main__":
    main()
