// The lender's page. It knows the public key and the client token; the secret key stays with its back end.
import uPlot from "/demo/uplot.js";
import OpenBalance from "/openbalance.js";

const CHART_HEIGHT = 180;
const DAYS_SHOWN = 90;
const LINES_SHOWN = 10;
const LOOKS = 30;
const LOOK_MS = 3000;
const DAY_SECONDS = 86400;

const element = (id) => document.getElementById(id);
let linked;

element("connect").addEventListener("click", async () => {
  try {
    linked = await OpenBalance.link({
      key: "pk_sandbox_local",
      token: "ct_sandbox_local",
      env: "production-sandbox",
      products: ["auth", "balance", "transactions"],
      color: "#3AB795",
      onEvent: (name) => (element("status").dataset.event = name),
    });
    element("status").textContent = linked ? "Thank you. Fetching your balances…" : "Nothing was connected. You can try again at any time.";
    if (linked) await show();
  } catch (failure) {
    element("status").textContent = `The bank could not be connected (${failure.code}).`;
  }
});

element("read").addEventListener("click", async () => {
  await Promise.all(linked.accounts.map((account) => ask("read", { account_id: account._id, record_id: linked.record })));
  await show();
});

async function ask(what, body) {
  const response = await fetch(`/demo/${what}`, { method: "POST", body: JSON.stringify(body) });
  const answer = await response.json();
  if (answer.status !== "success") throw new Error(answer.message);
  return answer.data;
}

async function show() {
  const { balances } = await ask("balances", { customer: linked.customer._id });
  element("balances").hidden = false;
  element("accounts").replaceChildren(...balances.map(card));
  element("status").textContent = "Connected.";
  await Promise.all(balances.map(follow));
}

/** The lines come in soon after the link, and with them the balances of the days before it. */
async function follow(balance) {
  const place = element(`account-${balance._id}`);
  for (let look = 0; look < LOOKS && place.isConnected; look++) {
    const { days } = await ask("history", { account_id: balance.account._id, granularity: "day", limit: DAYS_SHOWN });
    draw(balance, days);
    const lines = await activity(balance.account._id);
    if (lines === null || lines.length > 0) return list(place.querySelector(".lines"), lines ?? []);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  list(place.querySelector(".lines"), []);
}

/** The latest lines of an account; null if the customer agreed to none. */
async function activity(account) {
  try {
    return (await ask("lines", { account, page: 1, limit: LINES_SHOWN })).transaction;
  } catch {
    return null;
  }
}

function ending(account) {
  const number = account.nuban || account.number?.value;
  return number ? `••••${number.slice(-4)}` : "";
}

/** A dash for an amount that the bank does not state: it is not nothing. */
function money(amount, currency) {
  return amount === null ? "–" : new Intl.NumberFormat("en", { style: "currency", currency }).format(amount);
}

function card(balance) {
  const states = balance.available_balance !== null;
  const amount = states ? balance.available_balance : balance.ledger_balance;
  const made = document.createElement("article");
  made.className = "account";
  made.id = `account-${balance._id}`;
  for (const [kind, name, text] of [
    ["h3", "", `${balance.account.bank.name} ${ending(balance.account)}`],
    ["p", "amount", money(amount, balance.currency)],
    ["p", "", `${states ? "Available" : "Booked"}, read ${new Date(balance.as_of ?? balance.last_updated).toLocaleString("en")}`],
    ["div", "chart", ""],
    ["div", "lines", "Reading what was booked…"],
  ]) {
    const part = document.createElement(kind);
    part.className = name;
    part.textContent = text;
    made.append(part);
  }
  return made;
}

/** What the account held at the end of each day. */
function draw(balance, days) {
  const place = document.querySelector(`#account-${balance._id} .chart`);
  if (place === null) return;
  const points = days
    .map((day) => [Date.parse(day.date) / 1000, day.available_balance ?? day.ledger_balance])
    .filter(([, amount]) => amount !== null)
    .reverse();
  if (points.length < 2) {
    place.textContent = "Its history begins today.";
    return;
  }
  const derived = days.filter((day) => day.derived).length;
  const caption = document.createElement("p");
  caption.textContent = `What it held at the end of ${points.length} days${derived ? `, ${derived} of them worked back from what was booked` : ""}`;
  const drawing = document.createElement("div");
  drawing.role = "img";
  drawing.ariaLabel = `From ${money(points[0][1], balance.currency)} on ${days.at(-1).date} to ${money(points.at(-1)[1], balance.currency)} on ${days[0].date}`;
  place.replaceChildren(drawing, caption);
  const chart = new uPlot({
    width: place.clientWidth,
    height: CHART_HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    scales: { y: { range: (_, low, high) => [Math.min(0, low), high * 1.15 || 1] } },
    axes: [
      { stroke: "#54625a", space: 76, incrs: [1, 2, 7, 14, 28].map((count) => count * DAY_SECONDS), values: (_, ticks) => ticks.map(shortDay) },
      { stroke: "#54625a", size: 72, values: (_, ticks) => ticks.map((tick) => tick.toLocaleString("en", { notation: "compact" })) },
    ],
    series: [{}, { stroke: "#1e6b45", width: 2, fill: "#1e6b4518", points: { show: false }, paths: uPlot.paths.stepped({ align: -1 }) }],
  }, [points.map(([at]) => at), points.map(([, amount]) => amount)], drawing);
  new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: CHART_HEIGHT })).observe(place);
}

function shortDay(seconds) {
  return new Date(seconds * 1000).toLocaleDateString("en", { day: "numeric", month: "short", timeZone: "UTC" });
}

function list(place, lines) {
  if (place === null) return;
  if (lines.length === 0) {
    place.textContent = "Nothing to show of what was booked.";
    return;
  }
  const table = document.createElement("table");
  const caption = table.createCaption();
  caption.textContent = "What was booked last";
  const body = table.createTBody();
  for (const line of lines) {
    const row = body.insertRow();
    row.insertCell().textContent = shortDay(Date.parse(line.trans_date) / 1000);
    row.insertCell().textContent = line.status === "pending" ? `${line.notes.desc} (pending)` : line.notes.desc;
    const amount = row.insertCell();
    amount.className = line.credit === null ? "out" : "in";
    amount.textContent = money(line.credit ?? -line.debit, line.currency);
  }
  place.replaceChildren(table);
}
