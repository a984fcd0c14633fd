// The lender's page. It knows the public key and the client token; the secret key stays with its back end.
import uPlot from "/demo/uplot.js";
import OpenBalance from "/openbalance.js";

const CHART_HEIGHT = 180;
const LEAST_SECONDS = 60;

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
  for (const balance of balances) draw(balance);
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
  ]) {
    const part = document.createElement(kind);
    part.className = name;
    part.textContent = text;
    made.append(part);
  }
  return made;
}

/** A balance holds until the next change: a line of steps, up to now. */
function draw(balance) {
  const place = document.querySelector(`#account-${balance._id} .chart`);
  const points = (balance.periodic?.available_balance ?? [])
    .map((period) => [Date.parse(period.last_updated) / 1000, period.amount])
    .sort(([one], [other]) => one - other);
  if (points.length === 0) return;
  const now = Date.now() / 1000;
  points.push([now, points.at(-1)[1]]);
  const from = Math.min(points[0][0], now - LEAST_SECONDS);
  new uPlot({
    width: place.clientWidth,
    height: CHART_HEIGHT,
    legend: { show: false },
    scales: { x: { range: [from, now] }, y: { range: (_, low, high) => [Math.min(0, low), high * 1.15 || 1] } },
    axes: [{ stroke: "#54625a" }, { stroke: "#54625a", size: 72, values: (_, ticks) => ticks.map((tick) => tick.toLocaleString("en", { notation: "compact" })) }],
    series: [{}, { stroke: "#1e6b45", width: 2, fill: "#1e6b4518", points: { show: true, size: 7 }, paths: uPlot.paths.stepped({ align: 1 }) }],
  }, [points.map(([at]) => at), points.map(([, amount]) => amount)], place);
}
