/* SRTP by libipsec-mb: AEAD_AES_128_GCM (RFC 7714) and AES_CM_128_HMAC_SHA1_80 (RFC 3711). */
#ifndef SRTP_H
#define SRTP_H

#include <intel-ipsec-mb.h>
#include <stdint.h>

enum srtp_suite { AES_GCM, AES_CM_SHA1 };

/* A packet's place is SLOT bytes. An odd number of cache lines: with 2,048 all headers would share a few sets of the cache. */
enum { HEADER = 12, LONGEST_TAG = 16, LONGEST_PAYLOAD = 1200, SLOT = 21 * 64 };

struct srtp {
  struct gcm_key_data gcm;
  _Alignas(16) uint8_t round_keys[16 * 11], inner[20], outer[20];
  uint8_t salt[14];
};

/* One packet of a batch. Its rollover counter is 0: nobody here sends 65,536 packets of a stream. */
struct srtp_work {
  const struct srtp *key;
  uint8_t *packet; /* SLOT bytes */
  int length;
  int failed;
};

void srtp_start(enum srtp_suite suite);
const char *srtp_name(void);
int srtp_tag(void);
int srtp_master_length(void);

/* The session keys of a master key and salt (RFC 3711, section 4.3.1). */
void srtp_key(struct srtp *key, const uint8_t *master);

/* In place. Lengths grow by the tag, or shrink by it; failed is set for a packet that is not of its key. */
void srtp_protect(struct srtp_work *works, int count);
void srtp_unprotect(struct srtp_work *works, int count);

#endif
