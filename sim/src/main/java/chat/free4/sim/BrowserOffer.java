package chat.free4.sim;

import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.ice.IceCredentials;

/**
 * Writes the offer of a browser: one sendonly microphone line, then recvonly voice slots, with what
 * browsers add to it unasked (protocol/media.md).
 */
public final class BrowserOffer {
  private final BrowserKind kind;
  private final int slots;
  private final Fingerprint fingerprint;
  private final int microphoneSsrc;
  private final StringBuilder text = new StringBuilder();

  /**
   * What stays the same in all its offers.
   *
   * @param slots voice slots, after the microphone line with MID 0
   */
  public BrowserOffer(BrowserKind kind, int slots, Fingerprint fingerprint, int microphoneSsrc) {
    this.kind = kind;
    this.slots = slots;
    this.fingerprint = fingerprint;
    this.microphoneSsrc = microphoneSsrc;
  }

  /** Writes the SDP. */
  public String write(IceCredentials ice, int version) {
    text.setLength(0);
    line("v=0");
    line("o=- 4611732148393 %d IN IP4 127.0.0.1".formatted(version));
    line("s=-");
    line("t=0 0");
    StringBuilder mids = new StringBuilder();
    for (int mid = 0; mid <= slots; mid++) {
      mids.append(' ').append(mid);
    }
    line("a=group:BUNDLE" + mids);
    line("a=extmap-allow-mixed");
    line("a=msid-semantic: WMS *");
    if (kind.sessionFingerprint()) {
      line("a=fingerprint:sha-256 " + fingerprint);
    }
    for (int mid = 0; mid <= slots; mid++) {
      audioLine(ice, mid);
    }
    return text.toString();
  }

  private void audioLine(IceCredentials ice, int mid) {
    boolean isMicrophone = mid == 0;
    int pt = kind.payloadType();
    boolean zero = kind.bundleOnly() && !isMicrophone;
    line("m=audio %d UDP/TLS/RTP/SAVPF %d 63 9 0 8 101".formatted(zero ? 0 : 9, pt));
    line("c=IN IP4 0.0.0.0");
    line("a=rtcp:9 IN IP4 0.0.0.0");
    if (zero) {
      line("a=bundle-only");
    } else {
      line(
          "a=candidate:1 1 udp 2122260223 5b1f6a3e-0c1d-4e2f-9a3b-7c8d9e0f1a2b.local 50000 typ host");
    }
    line("a=ice-ufrag:" + ice.ufrag());
    line("a=ice-pwd:" + ice.password());
    line("a=ice-options:trickle");
    if (!kind.sessionFingerprint()) {
      line("a=fingerprint:sha-256 " + fingerprint);
    }
    line("a=setup:actpass");
    line("a=mid:" + mid);
    line(
        "a=extmap:%d urn:ietf:params:rtp-hdrext:ssrc-audio-level".formatted(kind.levelExtension()));
    line("a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time");
    line("a=extmap:%d urn:ietf:params:rtp-hdrext:sdes:mid".formatted(kind.midExtension()));
    line(isMicrophone ? "a=sendonly" : "a=recvonly");
    if (isMicrophone) {
      line("a=msid:- 0d9e5c1e-41a2-4a8b-9c57-6d2f3b1a7e90");
    }
    line("a=rtcp-mux");
    line("a=rtcp-rsize");
    line("a=rtpmap:%d opus/48000/2".formatted(pt));
    line("a=rtcp-fb:%d transport-cc".formatted(pt));
    if (kind.nack()) {
      line("a=rtcp-fb:%d nack".formatted(pt));
    }
    line("a=fmtp:%d minptime=10;useinbandfec=1;usedtx=1".formatted(pt));
    line("a=rtpmap:63 red/48000/2");
    line("a=fmtp:63 %d/%d".formatted(pt, pt));
    line("a=rtpmap:9 G722/8000");
    line("a=rtpmap:0 PCMU/8000");
    line("a=rtpmap:8 PCMA/8000");
    line("a=rtpmap:101 telephone-event/8000");
    if (isMicrophone) {
      String ssrc = Integer.toUnsignedString(microphoneSsrc);
      line("a=ssrc:%s cname:Wq3vD0aT1kXy".formatted(ssrc));
      line("a=ssrc:%s msid:- 0d9e5c1e-41a2-4a8b-9c57-6d2f3b1a7e90".formatted(ssrc));
    }
  }

  private void line(String line) {
    text.append(line).append("\r\n");
  }
}
