package org.openbalance.bank.kit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openbalance.bank.Bank;
import org.openbalance.bank.BankFailure;
import org.openbalance.bank.BankTransaction;
import org.openbalance.bank.ChecksKeys;
import org.openbalance.bank.Connector;
import org.openbalance.bank.DaySpan;
import org.openbalance.bank.Grant;
import org.openbalance.bank.NetworkKeys;
import org.openbalance.bank.SignInAnswer;
import org.openbalance.bank.SignInRequest;
import org.openbalance.bank.SignInStep;
import org.openbalance.money.BalanceAmounts;

/// A network of banks as a connector's test stands in for it, with one customer who has three accounts, or one where a
/// login has no more. One is made for each rule. It refuses what the network's facts do not allow, and notes that as an
/// objection.
///
/// What a [Feature] asks for and a network has none of may be left as it is here.
public interface StandIn extends AutoCloseable {

    /// The connector in a process of its own: it shares nothing with those before.
    Connector connector();

    Bank bank();

    /// The owner's keys with the network.
    default Optional<NetworkKeys> keys() {
        return Optional.empty();
    }

    /// What finds out whether such keys are right, at this stand-in.
    default ChecksKeys keyCheck() {
        throw none(Feature.KEYS);
    }

    /// What a status of 401 says of a read: `DATA` where calls show nothing but the owner's key.
    default BankFailure.Kind unauthorized() {
        return BankFailure.Kind.LOGIN_EXPIRED;
    }

    InstantSource clock();

    void pass(Duration time);

    /// What the network has no such thing of, each with a word on why.
    Map<Feature, String> without();

    /// What a sign-in begins with, typed by the customer.
    SignInRequest request(Optional<Grant> earlier);

    /// What the customer does at a step that is not the last, all of it right.
    SignInAnswer customer(SignInStep step);

    /// What comes back from the bank's page if the customer declines there.
    default SignInAnswer declining(SignInStep.Redirect step) {
        throw none(Feature.REDIRECT);
    }

    /// What comes back to the address of the way back, but not from this bank or not for this sign-in; by what is wrong
    /// with it. Each must be refused before the bank is asked.
    default Map<String, SignInAnswer> forged(SignInStep.Redirect step) {
        throw none(Feature.REDIRECT);
    }

    /// What was typed, or handed out by the bank, so far: nothing of it may stand where a person reads it.
    List<String> secrets();

    /// The part of it that the customer typed: that may not stand in a state or a grant either.
    default List<String> typed() {
        throw none(Feature.TYPED_SECRETS);
    }

    /// What the customer's accounts hold, by the references that the connector gives.
    Map<String, BalanceAmounts> held();

    /// Makes ready what has to be so before the sign-in for something to begin after it.
    default void prepare(Feature feature) {}

    /// @return the reference of the account that it is about, if it is about one
    default Optional<String> begin(Feature feature) {
        throw none(feature);
    }

    /// When the login that was made last ends by itself, as the bank announced it.
    default Instant announcedEnd() {
        throw none(Feature.KNOWN_END);
    }

    /// Ends what was begun.
    default void end(Feature feature) {
        throw none(feature);
    }

    default List<AmountSample> amounts(Feature feature) {
        throw none(feature);
    }

    /// Answers every call of a kind so.
    default void answer(Visit.Kind kind, RawAnswer answer) {
        throw none(Feature.HTTP);
    }

    /// What the network posts once it has what a job fetches.
    ///
    /// @param job the connector's note of it
    default RawPost posted(String job) {
        throw none(Feature.POSTS);
    }

    /// What is posted about a job, but not by the network; by what is wrong with it.
    default Map<String, RawPost> forgedPosts(String job) {
        throw none(Feature.POSTS);
    }

    /// All that reached the bank.
    default List<Visit> visits() {
        throw none(Feature.COUNTED);
    }

    /// What reached the bank and should not have.
    List<String> objections();

    /// Days that hold lines on several pages.
    default DaySpan days() {
        throw none(Feature.TRANSACTIONS);
    }

    /// The lines of the first account in these days, over all pages.
    default List<BankTransaction> lines() {
        throw none(Feature.TRANSACTIONS);
    }

    default List<LineSample> lineSamples() {
        throw none(Feature.DATES);
    }

    /// Has the link from the first page lie from now on.
    default void lie(Lie lie) {
        throw none(Feature.PAGES);
    }

    private static AssertionError none(Feature feature) {
        return new AssertionError("The stand-in has no " + feature + ", and does not say that there is none");
    }

    @Override
    void close();
}
