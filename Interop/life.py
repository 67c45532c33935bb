"""A server with operations at every point of their lives, for what is done with its store afterwards."""

from __future__ import annotations

import base64
import uuid

from google.protobuf import any_pb2, descriptor_pb2

from rest import refused, struct, text
from servers import Server

PARENT = "projects/copied/locations/here"
BINDINGS = [{"role": "roles/viewer", "members": ["user:ann@example.com"]}]


class Life:
    """Such a server, and what it told of its operations before it stopped."""

    def __init__(self, server: Server):
        self.server = server
        api = server.rest
        self.request = {"requestId": str(uuid.uuid4()), "queue": "q", "request": struct(n=1), "labels": {"a": "ü"}}
        self.repeated = api.start(PARENT, **self.request)
        self.names = [api.start(PARENT, operationId=f"o{number}", queue="q")["name"] for number in range(12)]
        api.finish(self.names[0], text("done"))
        api.report("fail", api.lease_one(self.names[1]), error={"code": 3, "message": "bad"}, retryable=False)
        self.lease = api.lease_one(self.names[2], leaseDuration="3600s")
        api.report("heartbeat", self.lease, progressPercent=40, metadata=struct(at="half"))
        api.cancel(self.names[3])
        self.gone = self.names.pop()
        api.delete(self.gone)
        api.call("POST", f"/v1/{self.names[4]}:setIamPolicy", {"policy": {"bindings": BINDINGS}})
        content = descriptor_pb2.FileDescriptorSet(file=[
            descriptor_pb2.FileDescriptorProto.FromString(any_pb2.DESCRIPTOR.serialized_pb)]).SerializeToString()  # fmt: skip
        body = {"descriptorSetId": "shop", "content": base64.b64encode(content).decode()}
        api.call("POST", "/longrun/v1/descriptorSets", body)
        self.page = api.list(PARENT, pageSize=5)
        self.told = self.tell()
        server.stop()

    def tell(self, server: Server | None = None) -> dict:
        """All that a server says."""
        api = (server or self.server).rest
        return {
            "records": api.all_records(), "operations": api.list_all(PARENT),
            "histories": {name: api.history(name) for name in self.names},
            "sets": api.call("GET", "/longrun/v1/descriptorSets"),
            "policy": api.call("POST", f"/v1/{self.names[4]}:getIamPolicy", {}),
        }  # fmt: skip

    def assert_goes_on(self, server: Server) -> None:
        """The server must know all that this one did, and lead it on."""
        api = server.rest
        assert self.tell(server) == self.told
        assert api.start(PARENT, **self.request)["name"] == self.repeated["name"]
        assert refused(api.get, self.gone).reason == "OPERATION_DELETED"
        rest_of_list = api.list(PARENT, pageSize=5, pageToken=self.page["nextPageToken"])["operations"]
        assert rest_of_list == self.told["operations"][5:10]
        assert api.report("complete", self.lease)["done"]
        order = [each["name"] for each in api.lease(queues=["q"], maxOperations=100)]
        assert order == [self.repeated["name"], *self.names[4:]]
