// A dossier through its life by a client of openapi-typescript and openapi-fetch. It ends with code 0, or throws.
import { readFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import createClient from "openapi-fetch";
import type { components, paths } from "./motcua.js";

type Dossier = components["schemas"]["Dossier"];
type Problem = components["schemas"]["Problem"];
interface Officer {
  login: string;
  password: string;
}
interface Setting {
  url: string;
  procedure: string;
  agency: string;
  component: string;
  paper: string;
  form_data: { [name: string]: unknown };
  desk: Officer;
  office: Officer;
}

const setting: Setting = JSON.parse(process.env["MOTCUA_WALK"] ?? "{}");
const api = createClient<paths>({ baseUrl: setting.url });

function must<T>(answer: { data?: T; error?: Problem; response: Response }): T {
  if (answer.data === undefined) {
    throw new Error(`${answer.response.url}: ${answer.error?.code ?? answer.response.status}`);
  }
  return answer.data;
}

function same(actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`${String(actual)} is not ${String(expected)}`);
}

const key = (): { "Idempotency-Key": string } => ({ "Idempotency-Key": randomUUID() });

async function logIn(login: string, password: string): Promise<{ Authorization: string }> {
  const tokens = must(await api.POST("/v1/sessions", { body: { login, password } }));
  if (!("access_token" in tokens)) throw new Error("a second factor is needed");
  return { Authorization: `Bearer ${tokens.access_token}` };
}

async function upload(who: { Authorization: string }): Promise<string> {
  const bytes = readFileSync(setting.paper);
  const opened = must(
    await api.POST("/v1/files", {
      headers: who,
      params: { header: key() },
      body: { name: "giay-to.pdf", size: bytes.length },
    }),
  );
  const ticket = new URL(opened.upload_url).searchParams.get("ticket") ?? "";
  const stored = must(
    await api.PUT("/v1/files/{file_id}/content", {
      params: { path: { file_id: opened.file_id }, query: { ticket } },
      body: "",
      bodySerializer: () => bytes,
      headers: { "Content-Type": "application/octet-stream" },
    }),
  );
  return stored.file_id;
}

function seen(dossier: Dossier) {
  return {
    path: { dossier_id: dossier.dossier_id },
    header: { ...key(), "If-Match": `"${dossier.version}"` },
  };
}

const number = `001${Math.floor(Math.random() * 1e9).toString().padStart(9, "0")}`;
const password = randomUUID();
const account = must(
  await api.POST("/v1/accounts", {
    params: { header: key() },
    body: { personal_number: number, full_name: "Nguyễn Văn An", password },
  }),
);
same(account.kind, "citizen");
let citizen = await logIn(number, password);
const desk = await logIn(setting.desk.login, setting.desk.password);
const office = await logIn(setting.office.login, setting.office.password);

const shown = must(await api.POST("/v1/me/desk-code", { headers: citizen }));
const proof = must(
  await api.POST("/v1/desk/identity-proofs", {
    headers: desk,
    params: { header: key() },
    body: {
      code: shown.code,
      personal_number: number,
      full_name: "Nguyễn Văn An",
      paper: { kind: "identity_card", number },
    },
  }),
);
same(proof.assurance, 2);
citizen = await logIn(number, password);

const found = must(await api.GET("/v1/procedures", { params: { query: { q: setting.procedure } } }));
same(found.items[0]?.code, setting.procedure);
must(await api.GET("/v1/procedures/{code}", { params: { path: { code: setting.procedure } } }));

let dossier: Dossier = must(
  await api.POST("/v1/dossiers", {
    headers: citizen,
    params: { header: key() },
    body: {
      procedure_code: setting.procedure,
      agency_code: setting.agency,
      form_data: { ...setting.form_data, personal_number: number },
      papers: [{ component_code: setting.component, file_id: await upload(citizen) }],
      return_method: "online",
    },
  }),
);
same(dossier.status, "submitted");

dossier = must(
  await api.POST("/v1/dossiers/{dossier_id}/accept", {
    headers: desk,
    params: seen(dossier),
    body: { receipt_number: `BL-${number}` },
  }),
);
same(dossier.status, "accepted");
dossier = must(
  await api.POST("/v1/dossiers/{dossier_id}/start-processing", { headers: office, params: seen(dossier) }),
);
for (const step of dossier.steps) {
  dossier = must(
    await api.POST("/v1/dossiers/{dossier_id}/complete-step", {
      headers: office,
      params: seen(dossier),
      body: { step_code: step.code },
    }),
  );
}
dossier = must(
  await api.POST("/v1/dossiers/{dossier_id}/issue-result", {
    headers: office,
    params: seen(dossier),
    body: {
      outcome: "approved",
      result_code: "KQ.G01.000065",
      number: "15/TB-CAP",
      file_id: await upload(office),
    },
  }),
);
dossier = must(
  await api.POST("/v1/dossiers/{dossier_id}/return-result", {
    headers: desk,
    params: seen(dossier),
    body: { recipient: "Nguyễn Văn An", method: "online" },
  }),
);

const read = await api.GET("/v1/dossiers/{dossier_id}", {
  headers: citizen,
  params: { path: { dossier_id: dossier.dossier_id } },
});
same(must(read).status, "returned");
// Answers that come compressed have a weak tag.
same(read.response.headers.get("etag")?.replace("W/", "").startsWith(`"${must(read).version}`), true);
const history = must(
  await api.GET("/v1/dossiers/{dossier_id}/history", {
    headers: citizen,
    params: { path: { dossier_id: dossier.dossier_id } },
  }),
);
same(history.items.length, must(read).version);

const refused = await api.GET("/v1/dossiers/{dossier_id}", { headers: citizen, params: { path: { dossier_id: "none" } } });
same(refused.error?.code, "not_found");
console.log(`${dossier.code ?? ""} ${must(read).status}`);
