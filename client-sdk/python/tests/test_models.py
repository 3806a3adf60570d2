from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from fake_server import FakeServer
from google.rpc import error_details_pb2, status_pb2

import lethe
from lethe import ModelState, TrainingStage


def test_models_are_read_page_by_page(server: FakeServer, client: Any) -> None:
    assert [(model.id, model.state) for model in client.models()] == [
        ("m0", ModelState.SERVING),
        ("m1", ModelState.SERVING),
        ("m2", ModelState.SERVING),
    ]
    assert len(server.faults.requests("ListModels")) == 2
    assert [model.not_learned_interaction_count for model in client.models()] == [0, 1, 2]


def test_model_state_of_a_newer_server_is_its_number(client: Any) -> None:
    model = client.model("movies")

    assert model.state == 77
    assert f"{model.state}" == "UNRECOGNIZED_77"
    assert model.active_version == ""
    assert model.not_learned_interaction_count is None
    assert model.learning is None


def test_model_tells_what_it_has_learned_since_its_training(client: Any) -> None:
    assert [model.learning for model in client.models()] == [
        lethe.ModelLearning(True, number, 3, 0.5, "too much") for number in range(3)
    ]


def test_versions_newest_first(client: Any) -> None:
    names = [version.name for version in client.versions("movies")]

    assert names == [f"models/movies/versions/{number}" for number in (3, 2, 1)]


def test_version_gives_what_was_measured_and_none_elsewhere(client: Any) -> None:
    version = client.version("models/movies/versions/3")

    assert version.metrics.validation_auc == 0.5
    assert version.metrics.validation_loss is None
    assert version.metrics.ndcg_at_10 == 0.25
    assert version.metrics.recall_at_20 is None
    assert version.training_options == {"l2": "500"}
    assert (version.seed, version.data_position) == (5, 1000)
    assert dataclasses.asdict(version)["training_options"] == {"l2": "500"}
    assert hash(version) == hash(client.version("models/movies/versions/3"))
    assert version.create_time is None


def test_activate_and_rebase_give_the_version_that_answers(client: Any) -> None:
    assert client.activate("models/movies/versions/3").active
    assert client.rebase("models/movies/versions/3").name == "models/movies/versions/30"


def test_aliases_are_told_set_and_deleted(server: FakeServer, client: Any) -> None:
    assert [model.aliases for model in client.models()] == [
        (lethe.Alias("canary", f"models/m{number}/versions/1", 100 * number, False),)
        for number in range(3)
    ]
    version = "models/movies/versions/3"
    assert client.set_alias("movies", "canary", version, basis_points=0) == lethe.Alias(
        "canary", version, 0, True
    )
    assert client.set_alias("movies", "canary").basis_points == 1000
    client.delete_alias("movies", "canary")

    first, second = server.faults.requests("SetAlias")
    assert first.name == "models/movies/aliases/canary"
    assert (first.HasField("basis_points"), second.HasField("basis_points")) == (True, False)
    (deleted,) = server.faults.requests("DeleteAlias")
    assert deleted.name == first.name


def test_reloading_plugins_tells_what_became_of_each(client: Any) -> None:
    assert client.reload_plugins() == (
        lethe.PluginChange(
            lethe.PluginOutcome.REFUSED, "mine", "1.0.0", "ab" * 32, "mine.zip", "it fails"
        ),
    )


def test_reloading_plugins_has_a_minute_more_than_other_calls(
    server: FakeServer, connect: Any
) -> None:
    client = connect(server.target, timeout=30)
    client.reload_plugins()
    assert 60 < server.models.reload_seconds < 100
    client.reload_plugins(timeout=40)
    assert 30 < server.models.reload_seconds < 60


def test_train_keeps_its_version_beside_if_asked(server: FakeServer, client: Any) -> None:
    client.train("movies", "mf")
    client.train("movies", "mf", keep_beside=True)

    assert [one.keep_beside for one in server.faults.requests("TrainModel")] == [False, True]


def test_delete_model_is_sent(server: FakeServer, client: Any) -> None:
    client.delete_model("movies")

    assert [one.name for one in server.faults.requests("DeleteModel")] == ["models/movies"]


def test_train_waits_for_the_version(server: FakeServer, client: Any) -> None:
    handle = client.train("movies", "mf", {"dimension": "8"}, seed=5)
    progress: list[lethe.TrainingProgress] = []

    version = handle.wait(progress.append)

    assert version.name == "models/movies/versions/4"
    assert [(one.stage, one.epoch, one.validation_epoch) for one in progress] == [
        (TrainingStage.TRAINING, 2, 2),
        (TrainingStage.TRAINING, 3, None),
    ]
    (sent,) = server.faults.requests("TrainModel")
    assert not sent.skip_final_fit
    assert (dict(sent.options), sent.seed) == ({"dimension": "8"}, 5)
    assert handle.name == f"operations/{sent.request_id}"
    assert handle.request_id == sent.request_id


def test_train_without_plugin_and_final_fit_leaves_the_choice_to_the_server(
    server: FakeServer, client: Any
) -> None:
    client.train("movies", final_fit=False)

    (sent,) = server.faults.requests("TrainModel")
    assert (sent.plugin, sent.skip_final_fit) == ("", True)


def test_training_failed_raises_its_reason(server: FakeServer, client: Any) -> None:
    error = server.models.error
    error.CopyFrom(status_pb2.Status(code=13, message="threw"))
    error.details.add().Pack(error_details_pb2.ErrorInfo(reason="PLUGIN_FAILED", domain="lethe.io"))

    with pytest.raises(lethe.InternalError) as failure:
        client.training("operations/o").wait()

    assert failure.value.reason == "PLUGIN_FAILED"


def test_training_too_long_raises(client: Any) -> None:
    with pytest.raises(lethe.DeadlineExceededError, match="operations/o had not ended"):
        client.training("operations/o").wait(timeout=0.001)


def test_training_cancel_is_sent(server: FakeServer, client: Any) -> None:
    client.training("operations/o").cancel()

    assert [one.name for one in server.faults.requests("CancelOperation")] == ["operations/o"]
