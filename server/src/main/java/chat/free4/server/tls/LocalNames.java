package chat.free4.server.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/** Which names and addresses count as local, in the forms that certificates have for them. */
final class LocalNames {
  /** Names below these belong to no one outside (RFC 6761 section 6.3, RFC 6762, RFC 8375). */
  private static final List<String> LOCAL_DOMAINS = List.of("localhost", "local", "home.arpa");

  /** Address blocks that are not routed between networks. */
  private static final List<Block> LOCAL_BLOCKS =
      List.of(
          new Block("127.0.0.0", 8),
          new Block("10.0.0.0", 8),
          new Block("172.16.0.0", 12),
          new Block("192.168.0.0", 16),
          new Block("169.254.0.0", 16),
          new Block("100.64.0.0", 10),
          new Block("::1", 128),
          new Block("fc00::", 7),
          new Block("fe80::", 10));

  private LocalNames() {}

  private record Block(String first, int prefix) {
    /** Address and mask, as RFC 5280 section 4.2.1.10 joins them. */
    byte[] bytes() {
      byte[] address = InetAddress.ofLiteral(first).getAddress();
      byte[] bytes = new byte[2 * address.length];
      System.arraycopy(address, 0, bytes, 0, address.length);
      for (int bit = 0; bit < prefix; bit++) {
        bytes[address.length + bit / 8] |= (byte) (0x80 >> (bit % 8));
      }
      return bytes;
    }
  }

  /** The local names and blocks, and those of this machine's own addresses outside them. */
  static NameConstraints constraints(List<InetAddress> addresses) {
    List<GeneralSubtree> permitted = new ArrayList<>();
    for (String domain : LOCAL_DOMAINS) {
      permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)));
    }
    List<byte[]> blocks = new ArrayList<>();
    LOCAL_BLOCKS.forEach(block -> blocks.add(block.bytes()));
    for (InetAddress address : addresses) {
      if (blocks.stream().noneMatch(block -> holds(block, address))) {
        blocks.add(new Block(address.getHostAddress(), 8 * address.getAddress().length).bytes());
      }
    }
    for (byte[] block : blocks) {
      permitted.add(
          new GeneralSubtree(new GeneralName(GeneralName.iPAddress, new DEROctetString(block))));
    }
    return new NameConstraints(permitted.toArray(GeneralSubtree[]::new), null);
  }

  /** True when {@code authority} may sign for {@code address}. */
  static boolean permits(X509Certificate authority, InetAddress address) {
    byte[] extension = authority.getExtensionValue(Extension.nameConstraints.getId());
    NameConstraints constraints =
        NameConstraints.getInstance(ASN1OctetString.getInstance(extension).getOctets());
    for (GeneralSubtree subtree : constraints.getPermittedSubtrees()) {
      GeneralName base = subtree.getBase();
      if (base.getTagNo() == GeneralName.iPAddress
          && holds(ASN1OctetString.getInstance(base.getName()).getOctets(), address)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(byte[] block, InetAddress address) {
    byte[] bytes = address.getAddress();
    if (block.length != 2 * bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (((bytes[i] ^ block[i]) & block[bytes.length + i]) != 0) {
        return false;
      }
    }
    return true;
  }

  /** What a page at these addresses, on a machine of this name, is called. */
  static List<GeneralName> subjects(
      X509Certificate authority, List<InetAddress> addresses, String hostName) {
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.dNSName, "localhost"));
    String host = hostName.toLowerCase(Locale.ROOT);
    if (host.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?") && !host.equals("localhost")) {
      names.add(new GeneralName(GeneralName.dNSName, host + ".local"));
    }
    for (InetAddress address : addresses) {
      if (permits(authority, address)) {
        names.add(new GeneralName(GeneralName.iPAddress, new DEROctetString(address.getAddress())));
      }
    }
    return names;
  }

  /** The names in a form that can be compared. */
  static Set<String> texts(List<GeneralName> names) {
    Set<String> texts = new HashSet<>();
    for (GeneralName name : names) {
      if (name.getTagNo() == GeneralName.iPAddress) {
        texts.add(addressText(ASN1OctetString.getInstance(name.getName()).getOctets()));
      } else {
        texts.add(name.getName().toString());
      }
    }
    return texts;
  }

  /** The alternative names of a certificate, in the form of {@link #texts}. */
  static Set<String> of(X509Certificate certificate) throws CertificateParsingException {
    Set<String> texts = new HashSet<>();
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (names != null) {
      for (List<?> name : names) {
        String text = String.valueOf(name.get(1));
        boolean isAddress = Integer.valueOf(GeneralName.iPAddress).equals(name.get(0));
        texts.add(isAddress ? addressText(InetAddress.ofLiteral(text).getAddress()) : text);
      }
    }
    return texts;
  }

  private static String addressText(byte[] address) {
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (java.net.UnknownHostException e) {
      throw new IllegalArgumentException("address of " + address.length + " bytes", e);
    }
  }
}
