"""Google's own clients, unmodified, made for a server of ours."""

from __future__ import annotations

from google.api_core.operations_v1 import AbstractOperationsClient
from google.api_core.operations_v1.transports.rest import OperationsRestTransport
from google.auth.credentials import AnonymousCredentials

from servers import Server


def rest_client(server: Server, **options) -> AbstractOperationsClient:
    # The scheme stands in the host: this version does not pass `url_scheme` on.
    host = f"http://{server.http_address}"
    transport = OperationsRestTransport(host=host, credentials=AnonymousCredentials(), url_scheme="http", **options)
    return AbstractOperationsClient(transport=transport)
