import { useEffect, useErrorBoundary, useRef, useState } from "preact/hooks";
import { callWith, onUnknownCaller } from "./api/calls";
import { AuditPage } from "./page/audit";
import { ErasurePage } from "./page/erasure";
import { ErasuresPage } from "./page/erasures";
import { EvidencePage } from "./page/evidence";
import { ExplorePage } from "./page/explore";
import { ForgettingPage } from "./page/forgetting";
import { ModelsPage } from "./page/models";
import { OverviewPage } from "./page/overview";
import { PluginsPage } from "./page/plugins";
import { CheckReceiptPage } from "./page/receipt-file";
import { SettingsPage } from "./page/settings";
import { address, PAGES, type PageName, type Route, useRoute } from "./route";
import { SignIn } from "./session";
import { texts } from "./texts";
import { Failure } from "./view/parts";

/** Who calls: nobody yet, as far as the page knows; someone; or the server has asked who. */
type Session =
  | { readonly kind: "open" }
  | { readonly kind: "known"; readonly principal: string }
  | { readonly kind: "asked"; readonly refused: boolean };

/** The frame around the pages. */
export function App() {
  const route = useRoute();
  const [session, setSession] = useState<Session>({ kind: "open" });
  useEffect(() => {
    onUnknownCaller(() => {
      callWith("");
      setSession((before) => ({
        kind: "asked",
        refused: before.kind === "known" || (before.kind === "asked" && before.refused),
      }));
    });
  }, []);
  const signOut = () => {
    callWith("");
    setSession({ kind: "asked", refused: false });
  };
  return (
    <>
      <button type="button" class="skip" onClick={toContent}>
        {texts.skip}
      </button>
      <header>
        <a class="brand" href={address("overview")}>
          {texts.product}
        </a>
        <nav aria-label={texts.navigation}>
          {PAGES.map((page) => (
            <a
              key={page}
              href={address(page)}
              {...(page === route.page ? { "aria-current": "page" as const } : {})}
            >
              {texts.pages[page]}
            </a>
          ))}
        </nav>
        {session.kind === "known" && (
          <div class="who">
            <span>{texts.session.signedIn(session.principal)}</span>
            <button type="button" class="plain" onClick={signOut}>
              {texts.session.out}
            </button>
          </div>
        )}
      </header>
      <main id="content" tabIndex={-1}>
        {session.kind === "asked" && route.page !== "receipt" ? (
          <SignIn
            refused={session.refused}
            done={(principal) => setSession({ kind: "known", principal })}
          />
        ) : (
          <Page route={route} />
        )}
      </main>
    </>
  );
}

/** No link: the address says where in the console one is. */
function toContent(): void {
  document.getElementById("content")?.focus();
}

/** The page, with its title; who goes to another one is taken to its heading. */
function Page({ route }: { route: Route }) {
  const first = useRef(true);
  const where = `${route.page}/${route.id}`;
  useEffect(() => {
    document.title = `${texts.pages[route.page]} – ${texts.product}`;
    if (!first.current) {
      document.querySelector<HTMLElement>("main h1")?.focus();
      scrollTo(0, 0);
    }
    first.current = false;
  }, [where]);
  const made: Record<PageName, () => preact.JSX.Element> = {
    overview: () => <OverviewPage />,
    erasures: () =>
      route.id === "" ? (
        <ErasuresPage key={[...route.filter].join()} filter={route.filter} />
      ) : (
        <ErasurePage key={route.id} id={route.id} />
      ),
    models: () => <ModelsPage key={route.id} id={route.id} />,
    explore: () => <ExplorePage />,
    evidence: () => <EvidencePage />,
    forgetting: () => <ForgettingPage key={route.id} id={route.id} />,
    plugins: () => <PluginsPage />,
    settings: () => <SettingsPage />,
    audit: () => <AuditPage />,
    receipt: () => <CheckReceiptPage />,
  };
  return <Shown key={where} page={made[route.page]} />;
}

/** A page, or what is wrong with what it should show: the others stay within reach. */
function Shown({ page }: { page: () => preact.JSX.Element }) {
  const [failure] = useErrorBoundary();
  return failure === undefined ? (
    page()
  ) : (
    <>
      <h1 tabIndex={-1}>{texts.failures.page}</h1>
      <Failure of={failure} />
    </>
  );
}
