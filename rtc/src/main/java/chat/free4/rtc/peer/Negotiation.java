package chat.free4.rtc.peer;

import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.peer.OfferReader.Offered;
import chat.free4.rtc.peer.PeerParameters.SlotLine;
import chat.free4.wire.sdp.SdpParser;
import chat.free4.wire.sdp.SdpProblem;
import chat.free4.wire.sdp.SdpWriter;
import chat.free4.wire.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one negotiation (offer and answer of RFC 9429 section 5.3, seen from an ICE-lite server): the
 * browser offers one sendonly microphone line, K recvonly voice slots and one line for data
 * channels, bundled; we answer. A pure function: randomness comes in, nothing is kept. What an
 * answer looks like is in {@code protocol/media.md}.
 */
public final class Negotiation {
  private Negotiation() {}

  /**
   * Reads an offer, once for all answers to it.
   *
   * @param maxVoiceSlots slots over this are refused
   */
  public static Reading read(String offer, int maxVoiceSlots) {
    return switch (SdpParser.parse(offer)) {
      case SdpProblem problem ->
          new Unacceptable(
              Problem.MALFORMED,
              problem.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                  + (problem.line() == 0 ? "" : " in line " + problem.line()));
      case SessionDescription description ->
          switch (OfferReader.read(description, maxVoiceSlots)) {
            case Unacceptable refusal -> refusal;
            case Offered offered -> new Offer(description, offered);
          };
    };
  }

  /**
   * Answers {@code offer}.
   *
   * <p>An offer with the fingerprint of {@code former} goes on with its transport, as a browser
   * makes one certificate a connection: its lines must be the same, though the one for data
   * channels may come later; SSRCs stay, and new ICE credentials restart ICE (RFC 8839 section
   * 4.4.3.1.1). A former answer that the browser never got does no harm then.
   *
   * @param former what was agreed with this browser before and still stands at its worker; null
   *     when there is nothing
   * @param random for credentials and SSRCs; secure outside tests
   */
  public static Result answer(
      Offer offer, LocalMedia local, @Nullable PeerParameters former, RandomGenerator random) {
    return agree(offer.description, offer.offered, local, former, random);
  }

  private static Result agree(
      SessionDescription description,
      Offered offered,
      LocalMedia local,
      @Nullable PeerParameters former,
      RandomGenerator random) {
    PeerParameters parameters;
    boolean goesOn = former != null && former.remoteFingerprint().equals(offered.fingerprint());
    if (former != null && goesOn) {
      boolean sameIce = former.remoteIce().equals(offered.ice());
      IceCredentials localIce = sameIce ? former.localIce() : IceCredentials.random(random);
      parameters =
          new PeerParameters(
              localIce,
              offered.ice(),
              offered.fingerprint(),
              offered.microphone(),
              withFormerSsrcs(offered.slots(), former.slots()),
              offered.data());
      boolean sameLines =
          parameters.microphone().equals(former.microphone())
              && parameters.slots().equals(former.slots())
              && (former.data() == null || former.data().equals(parameters.data()));
      if (!sameLines) {
        return new Unacceptable(Problem.CHANGED_LINES, "the lines differ from the former offer's");
      }
    } else {
      parameters =
          new PeerParameters(
              IceCredentials.random(random),
              offered.ice(),
              offered.fingerprint(),
              offered.microphone(),
              withFreshSsrcs(offered.slots(), random),
              offered.data());
    }
    SessionDescription answer = AnswerWriter.answer(description, offered, parameters, local);
    return new Agreed(SdpWriter.write(answer), parameters, goesOn);
  }

  private static List<SlotLine> withFormerSsrcs(List<SlotLine> slots, List<SlotLine> former) {
    List<SlotLine> result = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      result.add(withSsrc(slots.get(i), i < former.size() ? former.get(i).ssrc() : 0));
    }
    return result;
  }

  private static List<SlotLine> withFreshSsrcs(List<SlotLine> slots, RandomGenerator random) {
    Set<Integer> taken = new HashSet<>();
    List<SlotLine> result = new ArrayList<>();
    for (SlotLine slot : slots) {
      int ssrc = random.nextInt();
      while (ssrc == 0 || !taken.add(ssrc)) {
        ssrc++;
      }
      result.add(withSsrc(slot, ssrc));
    }
    return result;
  }

  private static SlotLine withSsrc(SlotLine slot, int ssrc) {
    return new SlotLine(
        slot.mid(),
        ssrc,
        slot.payloadType(),
        slot.midExtension(),
        slot.levelExtension(),
        slot.nack());
  }

  /** What reading leads to. */
  public sealed interface Reading permits Offer, Unacceptable {}

  /** An offer that can be answered. */
  public static final class Offer implements Reading {
    private final SessionDescription description;
    private final Offered offered;

    private Offer(SessionDescription description, Offered offered) {
      this.description = description;
      this.offered = offered;
    }

    /** Of the certificate that the browser will show. */
    public Fingerprint fingerprint() {
      return offered.fingerprint();
    }
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
  public sealed interface Result permits Agreed, Unacceptable {}

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
  public record Unacceptable(Problem problem, String detail)
      implements Reading, Result, OfferReader.Reading {}

  /** Why an offer is refused. */
  public enum Problem {
    /** Not SDP, or over a limit. */
    MALFORMED,
    /** No line that we can answer. */
    NO_AUDIO,
    /** No BUNDLE group, or a line stands outside it. */
    NO_BUNDLE,
    /** A line without mid, a mid over 16 characters, or a mid twice. */
    BAD_MID,
    /** No ufrag and password, or lines that differ in them. */
    NO_ICE_CREDENTIALS,
    /** No sha-256 fingerprint, or lines that differ in it. */
    NO_FINGERPRINT,
    /** The browser would not open DTLS ({@code setup} is neither actpass nor active). */
    BAD_SETUP,
    /** A line without {@code rtcp-mux}. */
    NO_RTCP_MUX,
    /** A line without Opus. */
    NO_OPUS,
    /** More than one line that sends. */
    TWO_MICROPHONES,
    /** A payload type or extension id that means one thing on one line and another on another. */
    CONFLICTING_IDS,
    /** The fingerprint of the standing transport, but other lines. */
    CHANGED_LINES;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The stable word. */
    public String label() {
      return label;
    }
  }
}
