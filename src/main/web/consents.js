// The customer's own page of a consent. The token stands behind # and goes to the server in a body only.
const place = document.getElementById("consent");
const token = location.hash.slice(1);
const base = token.startsWith("s_") ? "/v2/sandbox/" : "/v2/";

async function call(operation, body) {
  const response = await fetch(base + operation, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, ...body }),
  });
  const answer = await response.json();
  if (answer.status !== "success") {
    throw new Error(answer.message);
  }
  return answer.data;
}

function element(name, text, className) {
  const node = document.createElement(name);
  node.textContent = text;
  if (className) node.className = className;
  return node;
}

const day = (instant) => new Date(instant).toLocaleDateString(undefined, { dateStyle: "long" });

const states = {
  granted: (consent) => `in force until ${day(consent.expires_at)}`,
  revoked: (consent) => `ended on ${day(consent.ended_at)}; nothing is read any more`,
  expired: (consent) => `expired on ${day(consent.expires_at)}; nothing is read any more`,
};

function entry(list, term, ...texts) {
  list.append(element("dt", term), ...texts.map((text) => element("dd", text)));
}

function show(consent) {
  const list = document.createElement("dl");
  entry(list, "Given to", consent.owner.name);
  entry(list, "State", states[consent.status](consent));
  entry(list, "What you agreed to", consent.text);
  entry(list, "For", ...consent.scopes.map((scope) => scope.purpose));
  entry(list, "Accounts", ...(consent.accounts.length ? consent.accounts.map((account) => account.label) : ["None yet"]));
  place.replaceChildren(list);
  if (consent.status === "granted") {
    const end = element("button", "End this consent", "end");
    end.type = "button";
    end.addEventListener("click", () => confirmEnd(consent, end));
    place.append(end);
  }
}

function confirmEnd(consent, end) {
  const keep = element("button", "Keep it");
  keep.type = "button";
  keep.addEventListener("click", () => show(consent));
  const sure = element("button", `Yes, stop ${consent.owner.name} from reading my accounts`, "end");
  sure.type = "button";
  sure.addEventListener("click", async () => {
    sure.disabled = true;
    await guarded(async () => show((await call("consents/mine/revoke", {})).consent));
  });
  end.replaceWith(sure, keep);
  sure.focus();
}

async function guarded(work) {
  try {
    await work();
  } catch (failure) {
    place.replaceChildren(element("p", failure.message));
  }
}

if (token) {
  guarded(async () => show((await call("consents/mine", {})).receipt.consent));
} else {
  place.textContent = "Open this page with the link on your receipt.";
}
