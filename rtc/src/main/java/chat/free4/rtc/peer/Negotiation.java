package chat.free4.rtc.peer;

import chat.free4.rtc.dtls.Fingerprint;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one negotiation (offer and answer of RFC 9429 section 5.3, seen from an ICE-lite server): the
 * browser offers one sendonly microphone line and K recvonly voice slots, bundled; we answer. A
 * pure function: randomness comes in, nothing is kept.
 */
public final class Negotiation {
  private Negotiation() {}

  /**
   * Answers {@code offer}.
   *
   * @param former what was agreed with this browser before and still stands at its worker; null
   *     when there is nothing. An offer with the same fingerprint and lines restarts ICE on the
   *     same transport: SSRCs stay
   * @param random for credentials and SSRCs; secure outside tests
   */
  public static Result answer(
      String offer, LocalMedia local, @Nullable PeerParameters former, RandomGenerator random) {
    return new Unacceptable(Problem.MALFORMED, "not written yet");
  }

  /**
   * What we answer with.
   *
   * @param fingerprint of our DTLS certificate
   * @param candidates where a worker listens, best first
   * @param maxVoiceSlots slots over this are refused
   */
  public record LocalMedia(
      Fingerprint fingerprint, List<HostCandidate> candidates, int maxVoiceSlots) {
    /** Makes the list immutable. */
    public LocalMedia {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * An address and port where a worker receives.
   *
   * @param address an IPv4 or IPv6 literal, without brackets or zone
   * @param port of UDP
   */
  public record HostCandidate(String address, int port) {}

  /** What an offer leads to. */
  public sealed interface Result {}

  /**
   * An answer.
   *
   * @param answerSdp for the browser
   * @param parameters for the worker
   * @param restart true when {@code former}'s transport goes on: give the worker the new ICE
   *     credentials; false: give it a new peer
   */
  public record Agreed(String answerSdp, PeerParameters parameters, boolean restart)
      implements Result {}

  /**
   * A refusal.
   *
   * @param problem a stable word, for the client's error data
   * @param detail names the line, for engineers
   */
  public record Unacceptable(Problem problem, String detail) implements Result {}

  /** Why an offer is refused. */
  public enum Problem {
    /** Not SDP, or over a limit. */
    MALFORMED,
    /** No BUNDLE group, or a line stands outside it. */
    NO_BUNDLE,
    /** No ufrag or password, or not of the form of RFC 8839. */
    NO_ICE_CREDENTIALS,
    /** No sha-256 fingerprint, or lines that differ in it. */
    NO_FINGERPRINT,
    /** The browser would not open DTLS ({@code setup} is neither actpass nor active). */
    BAD_SETUP,
    /** An audio line without {@code rtcp-mux}. */
    NO_RTCP_MUX,
    /** An audio line without Opus. */
    NO_OPUS,
    /** A line without mid, or a mid twice. */
    BAD_MID,
    /** More than one line that sends. */
    TWO_MICROPHONES,
    /** A payload type or header extension id that differs in its meaning between bundled lines. */
    CONFLICTING_IDS,
    /** No audio line at all. */
    NO_AUDIO;

    /** The stable word. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
