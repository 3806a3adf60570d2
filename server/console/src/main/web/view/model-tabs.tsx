import type { Model } from "../api/types";
import { lastPart } from "../formats";
import { address, type PageName } from "../route";
import { texts } from "../texts";
import { Id } from "./parts";

/** Leads from one model to another on a page that shows one; nothing where there is one only. */
export function ModelTabs(props: { page: PageName; models: readonly Model[]; chosen: Model }) {
  return props.models.length < 2 ? null : (
    <nav class="tabs" aria-label={texts.models.choose}>
      {props.models.map((model) => (
        <a
          key={model.name}
          href={address(props.page, lastPart(model.name))}
          {...(model === props.chosen ? { "aria-current": "true" as const } : {})}
        >
          <Id>{lastPart(model.name)}</Id>
        </a>
      ))}
    </nav>
  );
}
