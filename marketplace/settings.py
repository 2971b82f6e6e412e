"""Settings from the environment; outside the demonstration, default secrets are refused."""

import os
from pathlib import Path
from typing import Literal, Self

from limits import parse_many
from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MIN_SECRET_LENGTH = 32
DEFAULT_SECRET = "demonstration-only-secret"  # noqa: S105 - refused outside the demonstration


class Settings(BaseSettings):
    """Each field is read from the environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", frozen=True)

    database_url: str = Field(default="", description="SQLAlchemy URL; empty means SQLite in DATA_DIR")
    secret_key: str = Field(default=DEFAULT_SECRET, description="Signs cookies and links; 32 characters or more")
    demo_mode: bool = Field(default=False, description="Demonstration: default secret, printed sign-ins, style guide")
    data_dir: Path = Field(default=Path("var"), description="Folder for database, search index, mail files, uploads")
    base_url: str = Field(default="http://127.0.0.1:8000", description="Address printed in links, QR codes and mails")
    search_engine: Literal["whoosh", "tantivy"] = Field(default="whoosh", description="whoosh or tantivy (extra fast)")
    smtp_url: str = Field(default="", description="smtp[s]://user:password@host:port; empty writes mails to DATA_DIR")
    mail_from: str = Field(default="noreply@example.invalid", description="Sender address of mails")
    max_upload_mb: int = Field(default=20, ge=1, le=200, description="Largest upload in MB")
    file_quota_mb: int = Field(default=500, ge=1, le=100_000, description="Room for the files of one body in MB")
    file_scanner: str = Field(default="", description="Command that reads a file and exits 0 (clean) or 1 (infected)")
    webhook_networks: str = Field(default="", description="Private networks that webhooks may reach, as 10.1.0.0/16, …")
    trusted_proxies: int = Field(default=0, ge=0, le=5, description="Number of reverse proxies whose headers count")
    secure_cookies: bool = Field(default=True, description="Cookies over HTTPS only; off in the demonstration")
    second_factor: bool = Field(default=True, description="Officers and operators set up a second factor")
    oidc_issuer: str = Field(default="", description="OpenID Connect issuer; empty means passwords only")
    oidc_client_id: str = Field(default="", description="This service's name at the issuer")
    oidc_client_secret: str = Field(default="", description="This service's secret at the issuer")
    metrics_token: str = Field(default="", description="Opens /metrics to another machine; empty means this one alone")
    log_json: bool = Field(default=True, description="JSON log lines; off gives readable ones")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="Least level logged")
    web_workers: int = Field(default=2, ge=1, le=64, description="gunicorn processes of serve")

    rate_limits: bool = Field(default=True, description="Limit how often somebody may ask")
    rate_limit_public: str = Field(default="300/minute", description="Anonymous reading from one address")
    rate_limit_sign_in: str = Field(default="30/minute;200/hour", description="Anonymous writing from one address")
    rate_limit_member: str = Field(default="600/minute", description="Requests of one person or one API token")

    @field_validator("rate_limit_public", "rate_limit_sign_in", "rate_limit_member")
    @classmethod
    def read_limit(cls, value: str) -> str:
        """Refuse what does not say how many in what time."""
        try:
            parse_many(value)
        except ValueError as error:
            raise ValueError("请写成 300/minute 或 30/minute;200/hour 的样子。") from error
        return value

    @model_validator(mode="after")
    def refuse_default_secret(self) -> Self:
        """Outside the demonstration a secret must be set and long enough."""
        if not self.demo_mode and (self.secret_key == DEFAULT_SECRET or len(self.secret_key) < MIN_SECRET_LENGTH):
            raise ValueError("请把 SECRET_KEY 设为至少 32 个随机字符；只看演示时设 DEMO_MODE=1。")
        return self

    @model_validator(mode="after")
    def require_whole_issuer(self) -> Self:
        """An issuer is of use only with a name and a secret of this service."""
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret):
            raise ValueError("设了 OIDC_ISSUER，就要同时设 OIDC_CLIENT_ID 和 OIDC_CLIENT_SECRET。")
        return self

    @property
    def demands_second_factor(self) -> bool:
        """Whether officers and operators must have one; the demonstration's sign-ins are public anyway."""
        return self.second_factor and not self.demo_mode

    @property
    def effective_database_url(self) -> str:
        """The URL in use: the configured one, or SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'marketplace.db'}"


def configured_data_folder() -> Path:
    """Return the data folder alone, for commands that need no other setting and run without a secret."""
    return Path(os.environ.get("DATA_DIR") or Settings.model_fields["data_dir"].default)
