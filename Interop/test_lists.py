"""Lists: paging by AIP-158, both conventions for parents, wildcards, and what changes between pages."""

from __future__ import annotations

import base64

import pytest

import rest
import rpc
from rest import RestError


def pages(fetch, sizes) -> list[list[str]]:
    """The names on all pages; page number n is asked for with the n-th size, and the last size goes on."""
    found, token, turn = [], "", 0
    while True:
        answer = fetch(pageSize=sizes[min(turn, len(sizes) - 1)], pageToken=token)
        found.append([each["name"] for each in answer.get("operations", answer.get("records", []))])
        token, turn = answer.get("nextPageToken", ""), turn + 1
        assert turn < 2_000, "the list has no end"
        if not token:
            return found


def flat(found):
    return [name for page in found for name in page]


@pytest.fixture(scope="module")
def many(api):
    """A parent with 1,203 operations, and their names in order."""
    parent = "projects/many/locations/l"
    names = []
    for size in (1_000, 203):
        names += [each["name"] for each in api.batch_start([{"queue": "many"}] * size, parent)]
    return parent, sorted(names)


@pytest.fixture(scope="module")
def few(api):
    """A parent with 7 operations, and their names in order."""
    parent = "projects/few/locations/l"
    return parent, sorted(each["name"] for each in api.batch_start([{"queue": "few"}] * 7, parent))


@pytest.mark.parametrize("size, counts", [
    (0, [50] * 24 + [3]), (1_000, [1_000, 203]), (5_000, [1_000, 203]), (600, [600, 600, 3]), (401, [401, 401, 401]),
])  # fmt: skip
def test_page_sizes(api, many, size, counts):
    parent, names = many
    found = pages(lambda **query: api.list(parent, **query), [size])
    assert flat(found) == names
    assert [len(page) for page in found if page] == counts


def test_pages_of_one(api, few):
    parent, names = few
    found = pages(lambda **query: api.list(parent, **query), [1])
    assert [page for page in found if page] == [[name] for name in names]


def test_the_page_size_may_change_between_pages(api, many):
    parent, names = many
    assert flat(pages(lambda **query: api.list(parent, **query), [1, 7, 0, 1_000])) == names


def test_the_same_over_grpc(channel, many):
    parent, names = many

    def fetch(**query):
        return rpc.call(channel, "google.longrunning.Operations/ListOperations", {"name": parent, **query})

    assert flat(pages(fetch, [1, 400, 5_000])) == names


def test_the_same_for_records(api, many):
    parent, names = many
    assert flat(pages(lambda **query: api.records(parent, **query), [3, 500, 0, 1_000])) == names


def test_no_token_without_more(api, few):
    parent, _ = few
    assert "nextPageToken" not in api.list(parent)
    assert api.list(parent, pageSize=6)["nextPageToken"]


def test_deleted_and_started_between_pages(api, parent):
    names = [api.start(parent, operationId=f"m{i:02}")["name"] for i in range(0, 20, 2)]
    first = api.list(parent, pageSize=4)
    assert [each["name"] for each in first["operations"]] == names[:4]
    api.delete(names[1])
    api.delete(names[3])
    api.delete(names[5])
    early = api.start(parent, operationId="m01")["name"]
    late = api.start(parent, operationId="m11")["name"]

    def fetch(pageToken, **query):
        return api.list(parent, pageToken=pageToken or first["nextPageToken"], **query)

    remaining = flat(pages(fetch, [3]))
    assert early not in remaining, "it stands before the place where the page ended"
    assert remaining == [names[4], late, *names[6:]]


def test_what_is_finished_between_pages_is_listed_as_it_is_now(api, parent):
    names = [api.start(parent, operationId=f"m{i}")["name"] for i in range(3)]
    first = api.list(parent, pageSize=1)
    api.finish(names[2], rest.text("x"))
    second = api.list(parent, pageToken=first["nextPageToken"])
    assert [each.get("done", False) for each in second["operations"]] == [False, True]


# Tokens


@pytest.fixture(scope="module")
def token(api, few):
    return api.list(few[0], pageSize=2)["nextPageToken"]


def refused(api, path, token):
    with pytest.raises(RestError) as caught:
        api.call("GET", path, pageToken=token)
    assert caught.value.http_status == 400
    assert caught.value.reason == "INVALID_PAGE_TOKEN"
    assert caught.value.fields == ["pageToken"]


def test_tokens_are_url_safe_and_unreadable(few, token):
    assert all(character.isalnum() or character in "-_" for character in token)
    plain = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert b"operations" not in plain and b"few" not in plain


def test_a_token_may_be_used_again(api, few, token):
    parent, names = few
    for _ in range(2):
        assert [each["name"] for each in api.list(parent, pageToken=token)["operations"]] == names[2:]


def test_a_token_belongs_to_its_list(api, few, many, token):
    for path in (
        f"/v1/{many[0]}/operations", "/v1/operations", "/v1/projects/-/locations/l/operations",
        f"/longrun/v1/{few[0]}/operations",
    ):  # fmt: skip
        refused(api, path, token)


def test_both_spellings_of_a_parent_are_one_list(channel, few, token):
    parent, names = few
    request = {"name": parent + "/operations", "pageToken": token}
    answer = rpc.call(channel, "google.longrunning.Operations/ListOperations", request)
    assert [each["name"] for each in answer["operations"]] == names[2:]


def test_tokens_cannot_be_changed(api, few, token):
    changed = [token[:-1], token + "A", token + "=", token[1:], "A" * len(token), token.swapcase(), " " + token]
    for position in range(0, len(token), 7):
        other = "A" if token[position] != "A" else "B"
        changed.append(token[:position] + other + token[position + 1 :])
    for each in changed:
        refused(api, f"/v1/{few[0]}/operations", each)


def test_tokens_outlive_a_restart(new_server):
    server = new_server().start()
    names = sorted(each["name"] for each in server.rest.batch_start([{}] * 5, "projects/p"))
    token = server.rest.list("projects/p", pageSize=2)["nextPageToken"]
    server.restart()
    assert [each["name"] for each in server.rest.list("projects/p", pageToken=token)["operations"]] == names[2:]


# Parents


@pytest.fixture(scope="module")
def tree(api):
    """Operations of several parents that resemble one another."""
    places = ["a/locations/x", "a/locations/y", "a/locations/x/things/t", "ab/locations/x", "b/locations/x"]
    return {place: api.start("tree/" + place, queue="tree")["name"] for place in places}


@pytest.mark.parametrize("pattern, expected", [
    ("tree/a/locations/x", ["a/locations/x"]),
    ("tree/a/locations/-", ["a/locations/x", "a/locations/y"]),
    ("tree/-/locations/x", ["a/locations/x", "ab/locations/x", "b/locations/x"]),
    ("tree/-/locations/-", ["a/locations/x", "a/locations/y", "ab/locations/x", "b/locations/x"]),
    ("tree/a/locations/-/things/-", ["a/locations/x/things/t"]),
    ("tree/-", []),
    ("tree/a", []),
    ("tree/nobody/locations/-", []),
])  # fmt: skip
def test_a_list_takes_one_parent_or_a_wildcard(api, channel, tree, pattern, expected):
    names = sorted(tree[place] for place in expected)
    assert [each["name"] for each in api.list_all(pattern)] == names
    assert flat(pages(lambda **query: api.list(pattern, **query), [1])) == names
    for spelling in (pattern, pattern + "/operations"):
        answer = rpc.call(channel, "google.longrunning.Operations/ListOperations", {"name": spelling})
        assert [each["name"] for each in answer.get("operations", [])] == names


@pytest.mark.parametrize("scope, expected", [
    ("tree/a", ["a/locations/x", "a/locations/x/things/t", "a/locations/y"]),
    ("tree/a/locations/x", ["a/locations/x", "a/locations/x/things/t"]),
    ("tree/ab", ["ab/locations/x"]),
    ("tree/nobody", []),
])  # fmt: skip
def test_records_are_of_a_parent_and_all_below(api, tree, scope, expected):
    assert sorted(each["name"] for each in api.all_records(scope)) == sorted(tree[place] for place in expected)


def test_records_of_the_root_are_all(api, tree):
    assert set(tree.values()) <= {each["name"] for each in api.all_records(pageSize=1_000)}


@pytest.mark.parametrize("name", ["", "operations"])
def test_the_root_holds_only_what_has_no_parent(api, channel, tree, name):
    own = api.start(queue="tree")["name"]
    request = {"name": name, "pageSize": 1_000}
    answer = rpc.call(channel, "google.longrunning.Operations/ListOperations", request)
    names = [each["name"] for each in answer["operations"]]
    assert own in names
    assert not set(names) & set(tree.values())


@pytest.mark.parametrize("path", ["-/a/locations/x", "tree/a/-/x"])
def test_a_wildcard_stands_for_ids_only(api, path):
    with pytest.raises(RestError) as caught:
        api.list(path)
    assert (caught.value.http_status, caught.value.fields) == (400, ["name"])


@pytest.mark.parametrize("value", ["true", "false"])
def test_return_partial_success_is_accepted(api, few, value):
    answer = api.list(few[0], returnPartialSuccess=value)
    assert len(answer["operations"]) == 7
    assert "unreachable" not in answer


def test_a_large_page_ends_early(api, channel, parent):
    """Clients receive at most 4 MiB: a page stays below 3.5 MiB and the token goes on."""
    for _ in range(6):
        request = {"parent": parent, "metadata": rest.text("x" * 1_000_000)}
        rpc.call(channel, "longrun.v1.Producer/StartOperation", request)

    def fetch(**query):
        return rpc.call(channel, "google.longrunning.Operations/ListOperations", {"name": parent, **query})

    found = pages(fetch, [1_000])
    assert len(flat(found)) == 6
    assert max(len(page) for page in found) <= 3
    first = api.list(parent, pageSize=1_000)
    assert len(first["operations"]) <= 3 and first["nextPageToken"]
