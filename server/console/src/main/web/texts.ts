import type { ErasureState, Model, ModelVersion, PluginChange } from "./api/types";
import type { LogVerdict } from "./evidence/log";
import type { Defect } from "./receipt/verifier";
import type { PageName } from "./route";

/** Everything that people read, but for what the server says. */
export const texts = {
  product: "Lethe",
  skip: "Skip to the content",
  navigation: "Pages",
  loading: "Loading …",
  none: "–",
  pages: {
    overview: "Overview",
    erasures: "Erasures",
    models: "Models",
    explore: "Explore",
    evidence: "Evidence",
    forgetting: "Forgetting",
    plugins: "Plugins",
    settings: "Settings",
    audit: "Audit",
    receipt: "Check a receipt",
  } satisfies Record<PageName, string>,

  states: {
    STATE_UNSPECIFIED: "unknown",
    STATE_RECEIVED: "received",
    STATE_SOLVING: "solving",
    STATE_VERIFYING: "verifying",
    STATE_RETRAINING: "retraining",
    STATE_PUBLISHING: "publishing",
    STATE_LIVE: "live, being purged",
    STATE_COMPLETED: "completed",
    STATE_FAILED: "failed",
    STATE_HELD: "waits for approval",
    STATE_CANCELLED: "cancelled",
  } satisfies Record<ErasureState, string>,
  modelStates: {
    STATE_UNSPECIFIED: "unknown",
    STATE_PREPARING: "loading",
    STATE_SERVING: "serving",
    STATE_NOT_SERVING: "not serving",
    STATE_UNTRAINED: "not trained yet",
  } satisfies Record<NonNullable<Model["state"]>, string>,
  origins: {
    ORIGIN_UNSPECIFIED: "unknown",
    ORIGIN_TRAINING: "training",
    ORIGIN_INFLUENCE_UPDATE: "erasure: influence update",
    ORIGIN_RETRAINING: "retraining",
  } satisfies Record<NonNullable<ModelVersion["origin"]>, string>,
  methods: {
    UNLEARNING_METHOD_UNSPECIFIED: "the server's choice",
    UNLEARNING_METHOD_INFLUENCE: "influence update",
    UNLEARNING_METHOD_RETRAIN: "retraining",
  },

  session: {
    title: "Sign in",
    explain:
      "This server asks who calls. Paste a bearer token: an identity provider makes it, or the " +
      "command lethe token create. The token stays in this page's memory; reloading the page " +
      "forgets it.",
    token: "Bearer token",
    submit: "Sign in",
    refused:
      "The server does not accept this token: it may have expired, or be for another server.",
    signedIn: (name: string) => `Signed in as ${name}`,
    out: "Sign out",
  },

  failures: {
    title: "This did not work",
    noAnswer:
      "The server does not answer. It may be restarting; the page asks again by itself while it is open.",
    denied: (roles: string) =>
      `Your role may not do this. It takes ${roles}. The operator gives roles out.`,
    deniedOther: "Your role may not do this. The operator gives roles out.",
    saying: (message: string, reason: string) => `The server says: ${message} (${reason})`,
    retry: "Try again",
    page: "This page cannot show what the server answered",
  },

  /** Which roles a call takes, as the server's table of methods has them. */
  roles: {
    erasures: "the role unlearn, approve, admin or audit",
    subjects: "the role audit",
    approve: "the role approve",
    cancel: "the role approve, or unlearn for what you asked for yourself",
    serve: "the role serve",
    activate: "the role admin",
    audit: "the role audit or admin",
    plugins: "the role train, audit or admin",
  },

  overview: {
    server: "Server",
    serving: "serving",
    notServing: "not serving",
    answering: "Models that answer",
    ofAll: (some: number, all: number) => `${some} of ${all}`,
    held: "Wait for approval",
    due: "Due within 7 days",
    failed: "Failed erasures",
    open: "Under way",
    receipts: "Receipts in the log",
    todo: "What waits for you",
    nothingToDo: "Nothing. No erasure waits, is late or has failed, and every model answers.",
    partly: "Your role sees a part of this page only.",
    models: "Models",
    noModels:
      "There is no model yet. Bring data in and train: lethe import FILE --model NAME, then",
    noModelsCommand: "lethe train --model NAME",
    lastErasures: "Latest erasures",
    noErasures: "Nothing was asked to be forgotten yet. A request is made by",
    noErasuresCommand: "lethe unlearn --user USER",
    allErasures: "All erasures",
    changes: "Latest versions",
    pending: "Erasures to reflect",
    waiting: "Interactions waiting",
    training: "Trainings under way",
    trainingOf: (model: string, percent: string) => `${model}: ${percent} done`,
    heldTask: (erasures: string) => `${erasures} waiting for approval.`,
    heldAction: "Decide",
    lateTask: (erasures: string) => `${erasures} past the date due.`,
    lateAction: "Look at what is late",
    failedTask: (erasures: string) =>
      `${erasures} failed. What they name stays contained; somebody has to take them up.`,
    failedAction: "Look and retry",
    modelTask: (model: string, state: string) => `Model ${model} is ${state}.`,
    untrainedAction: (model: string) => `lethe train --model ${model}`,
    modelAction: "Look at its versions",
    learningTask: (model: string, why: string) =>
      `Model ${model} learns nothing new before its next version: ${why}`,
  },

  erasures: {
    findBy: "Filter",
    state: "State",
    anyState: "any state",
    model: "Model",
    anyModel: "any model",
    due: "Due",
    anyDue: "at any time",
    dueLate: "is late",
    dueWeek: "within 7 days",
    dueMonth: "within 30 days",
    requester: "Asked by",
    requesterHint: "name of a service or a colleague",
    requestId: "Request id",
    requestIdHint: "UUID of the request",
    find: "Find",
    clear: "Show all",
    subjectTitle: "Whose data was erased?",
    subjectExplain:
      "Finds the erasures of one person or item, also after everything of it is gone. The id is sent " +
      "in the request's body and stays out of the address. The audit trail records each search.",
    subjectKind: "Kind",
    subjectUser: "a person",
    subjectItem: "an item",
    subjectId: "Id",
    subjectFind: "Search",
    subjectShown: "Erasures of the one that was searched for",
    caption: "Erasures, the latest first",
    none: "No erasure fits.",
    noneYet: "Nothing was asked to be forgotten yet. A request is made by",
    noneYetCommand: "lethe unlearn --user USER",
    received: "Received",
    erasure: "Erasure",
    interactions: "Interactions",
    askedBy: "Asked by",
    notDue: "ended",
    previous: "Previous",
    next: "Next",
    page: (number: number) => `Page ${number}`,
  },

  erasure: {
    title: (id: string) => `Erasure ${id}`,
    back: "All erasures",
    live: "Followed live",
    lost: "Not followed at the moment: the connection ended, and the page asks again",
    decide: "Your decision",
    held: (who: string, interactions: string, model: string) =>
      `${who} asks to forget ${interactions} of the model ${model}.`,
    heldShare: (percent: string, all: string) => `That is ${percent} of the model's ${all}.`,
    heldWhy:
      "It waits because the requests of a day exceed the approval limits of this server " +
      "(settings approval.*). What it names is already no longer served. Another principal than the " +
      "one that asked may approve it.",
    heldDue: (when: string, away: string) => `It must be completed by ${when}, ${away}.`,
    approve: "Approve",
    approveAsk: "Approve this erasure?",
    approveEffect:
      "The data is deleted and taken out of the model. Once solving has begun, this cannot be undone.",
    cancel: "Cancel the erasure",
    cancelAsk: "Cancel this erasure?",
    cancelEffect:
      "What it names is served again, and of the request only its id is kept. Whoever asked has to be told.",
    retry: "Retry",
    retryAsk: "Take this erasure up again?",
    retryEffect: "The server accepts a new erasure of the same target, due on the same date.",
    failed: (why: string, reason: string) => `It failed: ${why} (${reason})`,
    failedEffect: "What it names stays contained: it is not served.",
    keep: "Leave it as it is",
    times: "Line of times",
    receiveTime: "Received, on disk",
    containTime: "No longer served",
    unlearnTime: "A version that forgot it answers",
    purgeTime: "Deleted from disk",
    expireTime: "Due",
    after: (length: string) => `${length} after receipt`,
    phases: "Where the time went",
    facts: "Facts",
    model: "Model",
    requested: "Method asked for",
    used: "Method used",
    notYet: "not certain yet",
    nothingToForget: "none: the version that answers had nothing to forget",
    interactions: "Interactions",
    rows: "Parameter rows",
    rowsValue: (changed: string, dropped: string) => `${changed} changed, ${dropped} dropped`,
    before: "Version before",
    afterVersion: "Version after",
    position: "Place in the erasure log",
    requester: "Asked by",
    approver: "Approved by",
    retriedErasure: "Takes up",
    retryingErasure: "Taken up by",
    name: "Name",
    receipt: "Receipt",
    receiptLater: "The receipt is there when the erasure is completed.",
    receiptNone: "A cancelled erasure has no receipt.",
  },

  receipt: {
    title: "Check a receipt",
    explain:
      "Opens a receipt that somebody kept and checks it here, in this browser. Nothing is sent to the " +
      "server.",
    file: "Receipt file (.bin or .json)",
    unreadable: "This file is no receipt, or not all of one.",
    checking: "Checking the signature …",
    noEd25519:
      "This browser cannot check Ed25519 signatures. Download the receipt and check it by the " +
      "command lethe receipt verify.",
    genuine: "Genuine",
    whole: "Unchanged",
    forged: "Not genuine",
    genuineText:
      "The key that you trust signed this receipt, and it is in the log that this key signed.",
    wholeText:
      "Nothing in this receipt was changed since it was signed. Whose key signed it was not checked: " +
      "paste the key that lethe serve prints, or that the operator published.",
    genuineBare:
      "The key that you trust signed this receipt. It is from before the server kept a log of its receipts.",
    defects: {
      KEY_NOT_TRUSTED: "Another key than the one you trust signed this receipt.",
      KEY_ID_WRONG: "The id in this receipt is not that of its key.",
      SIGNATURE_WRONG: "The signature does not fit: what the receipt says was changed.",
      PROOF_WRONG: "Nothing shows that this receipt is in the server's log.",
      COMMITMENT_KEY_WRONG: "The key that ties this receipt to its request is not its own.",
      STATEMENT_UNREADABLE: "What was signed is no statement that can be read.",
      STATEMENT_VERSION_UNKNOWN:
        "This receipt is newer than this console; a newer one can read it.",
      NAME_WRONG: "This receipt goes by the name of another erasure.",
    } satisfies Record<Defect, string>,
    trust: "Key that you trust",
    trustHint: "the public key or its id: 64 hexadecimal digits",
    trustWrong: "A key has 64 hexadecimal digits.",
    trustSet: "Check against it",
    download: "Download the receipt",
    print: "Print",
    forPeople: "Receipt of an erasure",
    asked: "What was asked",
    toForget: "To forget",
    toForgetValue: (model: string) => `data of one request in the model ${model}`,
    namesNobody:
      "The receipt names nobody. Whoever has the request (its id, and whom or what it named) can check " +
      "that the receipt belongs to it.",
    sealed: "Sealed request",
    done: "What was done",
    how: "How",
    forgotten: "Forgotten",
    unread: (all: string, unread: string) =>
      `${all}; ${unread} of them came after the training of every version on the server`,
    failedBecause: "Failed because of",
    digest: (version: string, digest: string) => `${version}, with the digest ${digest}`,
    version: (model: string, version: string) => `${model}, version ${version}`,
    destroyed: "Destroyed",
    when: "When",
    receiveTime: "Asked",
    containTime: "No longer used in answers",
    unlearnTime: "Forgotten by the model",
    purgeTime: "Deleted from storage",
    due: "Due",
    dueBefore: (due: string, length: string) => `${due}: done ${length} before`,
    dueLate: (due: string, length: string) => `${due}: it was ${length} late`,
    means: "What that means",
    covers: "What it covers",
    coversNot: "What it does not cover",
    measured: "Measured, for specialists",
    signer: "Who signed",
    publicKey: "Public key",
    keyId: "Key id",
    log: "Log",
    place: "Place in the log",
    placeValue: (index: string, size: string) => `leaf ${index} of ${size}`,
    software: "Software",
    keyNote:
      "A key in a receipt proves nothing by itself: compare it with the one that whoever runs the " +
      "server has published.",
    checkElsewhere:
      "To check it without this console: lethe receipt verify FILE --key KEY, or any program that " +
      "knows Ed25519 (RFC 8032) and Merkle trees (RFC 9162).",
  },

  assurances: {
    outcome: {
      ASSURANCE_CONTAINED:
        "The data is no longer used in answers, but the model could not be made to forget it.",
      ASSURANCE_APPROXIMATE: "The data was erased, and the model has forgotten it.",
      ASSURANCE_EXACT: "The data was erased, and the model has forgotten it.",
      ASSURANCE_RETRAINED: "The data was erased, and the model has forgotten it.",
      ASSURANCE_NOT_LEARNED:
        "The data was erased, and the model did not have to be changed for it.",
      ASSURANCE_TRAINED_ELSEWHERE:
        "The data was erased. The model was trained elsewhere, and this server did not see what that " +
        "training read.",
      ASSURANCE_UNSPECIFIED: "The request ended in a way that this console has no words for.",
      UNRECOGNIZED: "The request ended in a way that this console has no words for.",
    },
    meaning: {
      ASSURANCE_CONTAINED:
        "Contained. What was to be erased is no longer shown to anybody. The model had learned from " +
        "it, and what it learned is still in the model. The erasure failed, and the operator has to " +
        "see to it.",
      ASSURANCE_EXACT:
        "Exact. The model is the one that a training without the erased data would have given, but " +
        "for rounding. That was measured, and the measured difference is stated below.",
      ASSURANCE_RETRAINED: "Retrained. The model was trained anew, without the erased data.",
      ASSURANCE_TRAINED_ELSEWHERE:
        "Trained elsewhere. The model that answers was trained outside this server, which did not " +
        "see that training and measured nothing. The import of the model declared up to which " +
        "erasure its training had left data out. The data itself is deleted here.",
      ASSURANCE_UNSPECIFIED: "The receipt has an assurance that this console does not know.",
      UNRECOGNIZED: "The receipt has an assurance that this console does not know.",
    },
    approximateMeasured:
      "Approximate. What the model had learned from the erased data was calculated and taken out. " +
      "The calculation is an approximation; what it left was measured and is stated below.",
    approximateNothingMoved:
      "Approximate. Nothing in the model had to change for this request any more: the data had only " +
      "served to check the training, or an earlier request had taken it out, by a calculation that " +
      "is an approximation.",
    notLearnedNoVersion:
      "Not learned. There was no version of the model that could have learned from the data, or the " +
      "model had been deleted. The data itself is deleted.",
    notLearnedLater:
      "Not learned. The data came after the training of the version that answers. Whatever the model " +
      "had learned from it since, in memory alone, is thrown away. The data itself is deleted.",
    effort: {
      UNLEARNING_EFFORT_UNSPECIFIED: "",
      UNLEARNING_EFFORT_FAST: "One calculated update of the model",
      UNLEARNING_EFFORT_REFINED: "A calculated update of the model, refined step by step",
      UNLEARNING_EFFORT_CONVERGED: "Corrections of the model on the data that stays",
      UNLEARNING_EFFORT_RETRAINED: "A new training on the data that stays",
      UNLEARNING_EFFORT_REFITTED: "The model solved again on the data that stays",
      UNRECOGNIZED: "A method that this console does not know",
    },
  },

  models: {
    none: "There is no model yet.",
    choose: "Models",
    versions: "Versions, the newest first",
    version: "Version",
    made: "Made",
    cause: "Made by",
    plugin: "Plugin",
    quality: "NDCG@10",
    recall: "Recall@20",
    popular: "Popular list",
    interactions: "Interactions",
    status: "State",
    active: "answers",
    canAnswer: "can answer",
    holdsErased: "holds erased data",
    destroyed: "destroyed",
    other: "not kept ready",
    notTaken: "did not take over",
    details: (version: string) => `Details of version ${version}`,
    activate: "Make it answer",
    activateAsk: (version: string) => `Make version ${version} answer?`,
    activateEffect: (version: string) =>
      `New calls get their answers from it; calls under way end on version ${version}.`,
    activated: (version: string) => `Version ${version} answers.`,
    elsewhere: (command: string) =>
      `This server offers administration on a port of its own, not to the console. The command is: ${command}`,
    keep: "Leave it as it is",
    options: "Options",
    seed: "Seed",
    users: "Users",
    items: "Items",
    parameters: "Parameters",
    parent: "Derived from",
    training: "Its training",
    duration: "Fitting took",
    epochs: "Epochs of the last fit",
    auc: "Validation AUC",
    digestLabel: "Digest",
    position: "Reflects erasures to position",
    destroyTime: "Destroyed",
    refusal: "Why it does not answer",
    influenceRefusal: "Why erasures retrain it",
    aliases: "Beside it",
    alias: (name: string, version: string, share: string) =>
      `${name} leads to version ${version} for ${share} of the users`,
    qualityTitle: "NDCG@10 by version",
    qualityText: (from: string, to: string) =>
      `NDCG@10 of the versions that were measured, the oldest on the left: from ${from} to ${to}.`,
    learning: (learned: string, waiting: string) =>
      `Since its training it has learned ${learned}; ${waiting} wait.`,
  },

  explore: {
    model: "Model",
    noModel: "No model answers yet. Train one:",
    noModelCommand: "lethe train --model NAME",
    kind: "What for",
    kinds: {
      user: "A person",
      items: "A visitor with items",
      similar: "An item",
    },
    user: "Person's id",
    items: "Items, separated by commas",
    item: "Item's id",
    n: "How many",
    popular: "Popular items if the model does not know the person",
    seen: "Also what the person has already",
    show: "Show",
    caption: (count: number, version: string) => `${count} items, from version ${version}`,
    rank: "Rank",
    resultItem: "Item",
    score: "Score",
    because: "Because of",
    noReason: "no single interaction carries it",
    popularSource: "The model does not know this person: these are popular items.",
    empty: "Choose a model and whom or what for; the answer is what an application gets.",
    nothing: "Nothing is left to recommend.",
    privacy: "Ids are sent in the request's body and kept in no address.",
  },

  audit: {
    explain: "Who did what, the latest first. No entry is of a data subject.",
    caption: "Audit events",
    time: "Time",
    principal: "Who",
    action: "Did",
    resource: "To what",
    outcome: "Outcome",
    done: "done",
    refused: (reason: string) => `refused: ${reason}`,
    none: "Nothing was recorded yet.",
  },

  evidence: {
    explain:
      "For auditors and regulators: that the log of receipts only grew, and everything about the " +
      "erasures of a period in one file. All of it is checked in this browser.",
    logTitle: "The log of receipts",
    name: "Log",
    size: "Receipts in it",
    root: "Root",
    keep: "Keep this checkpoint",
    keepWhy:
      "A checkpoint that you keep where the server cannot reach shows later whether a receipt was " +
      "changed or taken back since.",
    kept: "Checkpoint that you kept",
    keptHint: "paste the text of a checkpoint",
    keptFile: "or open a checkpoint's file, or an earlier export (.txt or .zip)",
    check: "Check that the log only grew",
    checking: "Checking …",
    noKey:
      "There is no receipt yet whose key could be taken. Paste the key that lethe serve prints.",
    consistent: "Consistent",
    inconsistent: "Not consistent",
    verdicts: {
      CONSISTENT: (from, to) =>
        from === to
          ? `The log is the one of the kept checkpoint, with ${to}.`
          : `The log grew from ${from} to ${to}: it begins with the kept one, and nothing in that was changed or taken out.`,
      INCONSISTENT: (from, to) =>
        `No proof leads from the kept log of ${from} to the log of ${to}. Keep both checkpoints as evidence.`,
      SHRUNK: (from, to) =>
        `The log had ${from} and has ${to}: some were taken back. Keep both checkpoints.`,
      OTHER_LOG: () => "The kept checkpoint is of a log with another name than this server's.",
      NOT_SIGNED: () => "The key did not sign both checkpoints.",
      UNREADABLE: () => "What was kept is no checkpoint, or not all of one.",
    } satisfies Record<LogVerdict, (from: string, to: string) => string>,
    keyTrusted: "the key that the reader trusts",
    keyOfReceipts: "the key in the receipts; whose it is was not checked",
    keyOfReceiptsNote:
      "Whose key signed was not checked: paste the key that lethe serve prints, or that the operator published.",
    periodTitle: "A period",
    first: "First day",
    last: "Last day",
    show: "Show",
    periodNote: "Whole days in UTC, by the time at which an erasure was asked for.",
    periodWrong: "The first day must not come after the last.",
    nothing: "Nothing was asked to be forgotten in this period.",
    requests: "Requests",
    tooMany: (requests: string) =>
      `There are more than ${requests} in this period, more than one export holds: choose a shorter one.`,
    chartTitle: "Requests and completed erasures",
    chartText: (requests: string, completed: string, first: string, last: string) =>
      `From ${first} to ${last}: ${requests} (whole line), of which ${completed} so far (broken line).`,
    make: "Check the receipts and export the period",
    making: (done: string, all: string) => `${done} of ${all} checked`,
    stop: "Stop",
    save: "Save the export",
    made: (requests: string, receipts: string) =>
      `The export has ${requests} and ${receipts}, the log's checkpoint, an index as CSV, and how to check it offline.`,
    allAccepted: (receipts: string) => `${receipts} checked: each holds, and is in the log.`,
    notAll: "These receipts do not hold:",
    unreadable: "what the server sent is no receipt",
    unchecked:
      "This browser cannot check Ed25519 signatures. The export is whole; check it by the commands in its README.txt.",
    oneLog: "Every receipt is in the log of the checkpoint.",
    severalLogs:
      "The receipts and the checkpoint are not of one log: the server shows several. Keep the export as evidence.",
    signed: "The key signed the log's checkpoint.",
    notSigned: "The key did not sign the log's checkpoint.",
    signatureUnchecked: "The checkpoint's signature was not checked.",
    nothingKept: "No earlier checkpoint was given to compare the log with.",
  },

  forgetting: {
    explain:
      "How each model forgot: what erasures have left undone since its last training, how far it is " +
      "from its data, what the last updates measured, and why it was trained again.",
    partly:
      "Your role sees trainings only: what erasures did takes the role unlearn, approve, admin or audit.",
    now: "Since the last training",
    training: "Trained",
    trainedValue: (version: string) => `version ${version}`,
    erasures: "Completed erasures",
    gone: "Interactions taken out",
    goneValue: (gone: string, share: string, all: string) =>
      `${gone}, ${share} of the ${all} that it was trained on`,
    pending: "Erasures to reflect",
    budget: "Budget used",
    budgetWhole: "nothing: no erasure has changed the model since",
    budgetUnstated:
      "not stated: its erasures solved the model anew, or only dropped rows, which leaves nothing to add up",
    budgetUsed: (share: string, left: string) => `${share}; ${left} left before a training is due`,
    budgetSpent: (share: string) => `${share}: a training is due`,
    budgetMeans:
      "Each influence update leaves a rest behind. The budget bounds the sum of these rests; the server " +
      "trains the model anew when it is used up (setting retraining.residual-budget).",
    drift: "Interactions not in it",
    driftValue: (learned: string, waiting: string) =>
      `${learned} learned since, ${waiting} waiting`,
    driftNot: (waiting: string) => `${waiting} waiting for the next training`,
    undone: "Left for a training",
    undoneValue: (rows: string) => `at most as much as ${rows} interactions would bring`,
    influenceRefusal: "Why erasures retrain it",
    chartTitle: "Budget used, after each erasure",
    chartText: (lines: number, from: string, to: string) =>
      (lines === 1
        ? "The latest on the right: from "
        : "A line for each training, the latest on the right: the last goes from ") +
      `${from} to ${to}. At the broken line a training is due.`,
    chartTraining: (version: string) =>
      version === "" ? "after a training" : `after the training of version ${version}`,
    updates: "What the last updates measured",
    updatesCaption: "Erasures that changed the model, the latest first",
    noUpdates: "No erasure has changed this model yet.",
    erasure: "Erasure",
    when: "Forgotten",
    assurance: "Assurance",
    rows: "Rows",
    step: "Step",
    forgetLoss: "Loss: went",
    heldOut: "held out",
    retainedLoss: "stays",
    left: "Residual",
    used: "Budget used",
    change: (before: string, after: string) => `${before}\u00a0→ ${after}`,
    columns:
      "Rows: of parameters, changed. Step: norm of the parameters' change, over that of these rows. Losses: " +
      "before and after; what went should come near what was held out, and what stays should not move. " +
      "Residual: of the gradient, or of the refit, with the most that counts as rounding.",
    refit: (residual: string, tolerance: string) => `${residual} (≤\u00a0${tolerance})`,
    trainings: "Trainings and their causes",
    trainingsCaption: "Trainings, the latest first",
    version: "Version",
    made: "Made",
    cause: "Because of",
    took: "Took",
    causes: {
      asked: "a request to train",
      server: "the server's own settings (retraining.*); its log says which",
      unknown: "an erasure or the server itself",
    },
    causeErasure: (erasure: string) => `erasure ${erasure}`,
    refusedBy: (check: string) => `: the check ${check} refused the update`,
    membership:
      "How well an attacker could tell members is measured by the command lethe evaluate, on models that it " +
      "trains itself. A server measures no such thing while it serves.",
    assurances: {
      ASSURANCE_CONTAINED: "contained",
      ASSURANCE_APPROXIMATE: "approximate",
      ASSURANCE_EXACT: "exact",
      ASSURANCE_RETRAINED: "retrained",
      ASSURANCE_NOT_LEARNED: "not learned",
      ASSURANCE_TRAINED_ELSEWHERE: "trained elsewhere",
      ASSURANCE_UNSPECIFIED: "unknown",
      UNRECOGNIZED: "unknown",
    },
  },

  plugins: {
    explain:
      "The model families that trainings can take, from the server's plugin folder. A version goes on " +
      "with the very code that made it, whatever happens to the folder.",
    none: "There is no plugin: nothing can be trained.",
    caption: "Plugins, by name, the newest first",
    name: "Plugin",
    version: "Version",
    digest: "SHA-256",
    entry: "In the folder",
    usedBy: "Answers for",
    selfCheck: "Self-check at training",
    notTrained: "no version yet",
    noneRefused: (versions: string) => `no refusal in ${versions}`,
    differs: (model: string, version: string) => `differs in ${model}, version ${version}:`,
    refused: (entry: string, why: string) => `${entry} cannot be used: ${why}`,
    orphan: (model: string, version: string, plugin: string) =>
      `Model ${model}, version ${version}, goes on with ${plugin}, whose code is no longer in the plugin folder.`,
    reload: "Read the folder again",
    reloadAsk: "Read the plugin folder again?",
    reloadEffect:
      "Trainings from then on take the newest version of each plugin. What answers stays as it is.",
    keep: "Leave it as it is",
    changes: "What became of each",
    outcome: "Outcome",
    outcomes: {
      OUTCOME_UNSPECIFIED: "unknown",
      OUTCOME_ADDED: "added",
      OUTCOME_REPLACED: "replaced",
      OUTCOME_KEPT: "as it was",
      OUTCOME_REMOVED: "removed",
      OUTCOME_REFUSED: "refused",
    } satisfies Record<NonNullable<PluginChange["outcome"]>, string>,
  },

  settings: {
    explain:
      "What the server goes by since it started: the strongest source of each value, and what it means. " +
      "Secrets, names of files and folders, URLs and commands that were set are not shown.",
    search: "Find",
    searchHint: "words of the name or the meaning",
    changed: "Only those that were set",
    none: "No setting fits.",
    caption: "Settings",
    key: "Setting",
    value: "Value",
    source: "From",
    meaning: "Meaning",
    hidden: "set, not shown",
    notSet: "not set",
  },
};
