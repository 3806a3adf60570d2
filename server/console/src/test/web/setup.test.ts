import assert from "node:assert/strict";
import { test } from "node:test";
import type { ModelVersion, Plugin } from "../../main/web/api/types";
import { sorted } from "../../main/web/page/plugins-data";
import { chosen } from "../../main/web/page/settings";

test("plugins and versions go together by the code, and by name and version where there is no digest", () => {
  const plugins: Plugin[] = [
    { plugin: "ease", pluginVersion: "2", pluginDigest: "bb", entry: "ease" },
    { plugin: "mine", pluginVersion: "1", pluginDigest: "cc", entry: "mine.zip" },
    { entry: "half.jar", refusal: "it fails" },
  ];
  const version = (name: string, plugin: string, more: Partial<ModelVersion>): ModelVersion => ({
    name,
    plugin,
    pluginVersion: "2",
    ...more,
  });
  const versions = [
    version("models/a/versions/3", "ease", { pluginDigest: "aa", active: true }),
    version("models/a/versions/2", "ease", { pluginDigest: "bb" }),
    version("models/b/versions/1", "ease", { active: true }),
    version("models/b/versions/0", "ease", { pluginDigest: "bb", destroyTime: "2026-11-30" }),
  ];
  const found = sorted(plugins, versions);
  assert.deepEqual(
    found.usable.map((each) => [each.plugin.plugin, each.versions.map(({ name }) => name)]),
    [
      ["ease", ["models/a/versions/2", "models/b/versions/1"]],
      ["mine", []],
    ],
  );
  assert.deepEqual(
    found.refused.map(({ entry }) => entry),
    ["half.jar"],
  );
  assert.deepEqual(
    found.orphans.map(({ name }) => name),
    ["models/a/versions/3"],
  );
});

test("settings are found by words of their key and meaning, those that were set alone if asked for", () => {
  const settings = [
    { key: "listen.port", meaning: "TCP port", source: "command line" },
    { key: "admin.port", meaning: "TCP port for administration", source: "default" },
    { key: "listen.host", meaning: "address", source: "default" },
  ];
  const keys = (search: string, changed = false) =>
    chosen(settings, search, changed).map(({ key }) => key);
  assert.deepEqual(keys(""), ["listen.port", "admin.port", "listen.host"]);
  assert.deepEqual(keys("Port TCP"), ["listen.port", "admin.port"]);
  assert.deepEqual(keys("", true), ["listen.port"]);
  assert.deepEqual(keys("nowhere"), []);
});
