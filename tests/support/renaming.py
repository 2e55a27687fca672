"""Somebody signed in who changes their own name over HTTP, again and again: a write to be counted on."""

import http.client
import re
import secrets
from datetime import datetime
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import UUID

from accounts.models import User
from kernel.access import Role
from kernel.database import Database
from tests.cast import a_user, operations

PAGE = "/account/name"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Renamer:
    """One person with a browser. `acknowledged` is the last name that the site said it had kept."""

    def __init__(self, database: Database, port: int, *, at: datetime) -> None:
        self.database, self.port = database, port
        self.acknowledged = self.attempted = "Robin Field"
        self.token = secrets.token_urlsafe(16)
        with database.writing() as session:
            user = a_user(session, Role.LINK_WORKER)
            session.flush()
            begun = operations.start_session(
                session, user, token=self.token, awaits_code=False, at=at
            )
            session.flush()
            self.user_id: UUID = user.id
            assert begun.id
        self.cookies = {"petunias": self.token}
        self.forgery_token = ""

    def rename(self, name: str) -> int:
        """Change the name; the status of the answer. Raises OSError when the site is away."""
        if not self.forgery_token:
            self.forgery_token = TOKEN.search(self.ask("GET")[1])[1]  # type: ignore[index]
        self.attempted = name
        form = {
            "csrf_token": self.forgery_token,
            "form_key": secrets.token_urlsafe(18),
            "name": name,
        }
        status, _ = self.ask("POST", urlencode(form))
        if status == http.client.SEE_OTHER:
            self.acknowledged = name
        return status

    def ask(self, method: str, body: str | None = None) -> tuple[int, str]:
        """One request; status and words of the answer."""
        visit = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            visit.request(method, PAGE, body, headers)
            answer = visit.getresponse()
            words = answer.read().decode()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            visit.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        return answer.status, words

    @property
    def kept(self) -> str:
        """The name that the database holds."""
        with self.database.reading() as session:
            return session.get_one(User, self.user_id).name
