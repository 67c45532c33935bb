"""gRPC health checking and server reflection, with the clients that grpcio ships."""

from __future__ import annotations

import grpc
import pytest
from google.protobuf import descriptor_pb2, descriptor_pool
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

import rpc

SERVICES = [
    "google.longrunning.Operations", "google.cloud.location.Locations", "google.iam.v1.IAMPolicy", "longrun.v1.Producer",
    "longrun.v1.Worker", "longrun.v1.Observer", "longrun.v1.Admin",
]  # fmt: skip
REFLECTION = ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"]
SERVING = health_pb2.HealthCheckResponse.SERVING


@pytest.fixture(scope="module")
def health(channel):
    return health_pb2_grpc.HealthStub(channel)


@pytest.mark.parametrize("service", ["", *SERVICES])
def test_check(health, service):
    request = health_pb2.HealthCheckRequest(service=service)
    assert health.Check(request, timeout=rpc.LIMIT).status == SERVING


def test_check_of_an_unknown_service(health):
    with rpc.failing() as caught:
        health.Check(health_pb2.HealthCheckRequest(service="example.Nothing"), timeout=rpc.LIMIT)
    assert caught[0].code == "NOT_FOUND"


@pytest.mark.parametrize("service", ["", *SERVICES])
def test_watch_answers_at_once(health, service):
    stream = health.Watch(health_pb2.HealthCheckRequest(service=service), timeout=rpc.LIMIT)
    assert next(stream).status == SERVING
    stream.cancel()


def test_watch_of_an_unknown_service_stays_open(health):
    stream = health.Watch(health_pb2.HealthCheckRequest(service="example.Nothing"), timeout=rpc.LIMIT)
    assert next(stream).status == health_pb2.HealthCheckResponse.SERVICE_UNKNOWN
    assert stream.is_active()
    stream.cancel()


def test_list(channel):
    answer = health_pb2_grpc.HealthStub(channel).List(health_pb2.HealthListRequest(), timeout=rpc.LIMIT)
    assert {"", *SERVICES} <= set(answer.statuses)
    assert all(each.status == SERVING for each in answer.statuses.values())


def test_watch_hears_of_the_shutdown(new_server):
    server = new_server().start()
    with server.channel() as channel:
        stream = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest(), timeout=rpc.LIMIT)
        assert next(stream).status == SERVING
        server.terminate()
        try:
            assert next(stream, None) in (None, health_pb2.HealthCheckResponse(status="NOT_SERVING"))
        except grpc.RpcError as error:
            assert error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED)
        assert server.wait() == 0


# Reflection


@pytest.fixture(scope="module")
def database(channel):
    """The client that grpcio ships speaks v1alpha."""
    return ProtoReflectionDescriptorDatabase(channel)


def ask(channel, service, **request):
    """One question over either version; their messages are the same on the wire."""
    method = channel.stream_stream(
        f"/{service}/ServerReflectionInfo",
        request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
        response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
    )
    [answer] = list(method(iter([reflection_pb2.ServerReflectionRequest(**request)]), timeout=rpc.LIMIT))
    return answer


def test_services(database):
    assert set(SERVICES) <= set(database.get_services())


@pytest.mark.parametrize("service", REFLECTION)
def test_both_versions_answer(channel, service):
    names = {each.name for each in ask(channel, service, list_services="*").list_services_response.service}
    assert {*SERVICES, *REFLECTION, "grpc.health.v1.Health"} <= names

    symbol = "google.longrunning.Operations"
    files = ask(channel, service, file_containing_symbol=symbol).file_descriptor_response.file_descriptor_proto
    assert b"WaitOperation" in b"".join(files)

    error = ask(channel, service, file_containing_symbol="example.Nothing").error_response
    assert error.error_code == grpc.StatusCode.NOT_FOUND.value[0]
    error = ask(channel, service, file_by_filename="example/nothing.proto").error_response
    assert error.error_code == grpc.StatusCode.NOT_FOUND.value[0]


def test_many_questions_on_one_stream(channel):
    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    symbols = [*SERVICES, "longrun.v1.Lease", "google.rpc.Status", "google.protobuf.Any", *SERVICES]
    requests = [reflection_pb2.ServerReflectionRequest(file_containing_symbol=each) for each in symbols]
    answers = list(stub.ServerReflectionInfo(iter(requests), timeout=rpc.LIMIT))
    assert [each.original_request for each in answers] == requests
    assert all(each.file_descriptor_response.file_descriptor_proto for each in answers)


@pytest.mark.parametrize("symbol", [
    "google.longrunning.Operations", "google.longrunning.Operations.GetOperation", "google.longrunning.Operation",
    "google.longrunning.operation_info", "longrun.v1.Worker", "longrun.v1.OperationRecord.State", "google.rpc.Status",
])  # fmt: skip
def test_file_by_symbol(database, symbol):
    assert symbol.startswith(database.FindFileContainingSymbol(symbol).package + ".")


@pytest.mark.parametrize(
    "name", ["google/longrunning/operations.proto", "longrun/v1/worker.proto", "google/rpc/status.proto"]
)
def test_file_by_name(database, name):
    assert database.FindFileByName(name).name == name


def test_extensions(channel):
    answer = ask(channel, REFLECTION[1], all_extension_numbers_of_type="google.protobuf.MethodOptions")
    assert 1049 in answer.all_extension_numbers_response.extension_number


def test_a_client_can_be_made_of_reflection_alone(database, channel, api, parent):
    """What grpcurl does: everything it imports can be found, and calls work with what was found."""
    pool = descriptor_pool.DescriptorPool(database)
    for service in SERVICES:
        assert pool.FindServiceByName(service).methods
    method = pool.FindMethodByName("google.longrunning.Operations.GetOperation")
    proto = descriptor_pb2.MethodDescriptorProto()
    method.CopyToProto(proto)
    assert proto.output_type == ".google.longrunning.Operation"
