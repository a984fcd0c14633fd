// A company's page in TypeScript: what it must be able to write, and what it must be kept from.
import OpenBalance, { type Failure, type Linked } from "openbalance";

const opened = OpenBalance.open({
  key: "pk",
  token: "ct",
  env: "production-sandbox",
  products: ["auth", "balance"],
  filter: { banks: ["calabash-bank"] },
  customer: { email: "a@example.com" },
  selection_type: "some",
  meta: { order: 7 },
  onSuccess: (linked: Linked) => linked.accounts.map((account) => account.balance.toUpperCase()),
  onError: (failure: Failure) => failure.code.toUpperCase(),
  onEvent: (name, data) => [name.toUpperCase(), data],
  onClose: () => opened.close(),
});

export const record: Promise<string | undefined> = OpenBalance.link({ ref: "0".repeat(24) }).then((linked) => linked?.record_id);
export const address: string = OpenBalance.page({ key: "pk", token: "ct", redirect_url: "https://shop.example", state: "s" });

window.Okra.buildWithOptions({ key: "pk", token: "ct", BeforeClose: () => {} }).close();
window.Okra.buildWithShortUrl({ short_url: "0".repeat(24), onSuccess: ({ customerId }) => customerId.toUpperCase() });

// @ts-expect-error there is no such environment
OpenBalance.open({ env: "staging" });
// @ts-expect-error there is no such product
OpenBalance.open({ products: ["payments"] });
// @ts-expect-error a short link is needed
window.Okra.buildWithShortUrl({ key: "pk" });
