#include "srtp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGEST = 20, BATCHED = 128, ROC = 4 };

static enum srtp_suite suite;
static IMB_MGR *crypto;

void srtp_start(enum srtp_suite wanted) {
  suite = wanted;
  crypto = alloc_mb_mgr(0);
  if (crypto) init_mb_mgr_auto(crypto, NULL);
  if (!crypto || imb_get_errno(crypto)) {
    fprintf(stderr, "libipsec-mb does not start on this CPU\n");
    exit(1);
  }
}

const char *srtp_name(void) { return suite == AES_GCM ? "AEAD_AES_128_GCM" : "AES_CM_128_HMAC_SHA1_80"; }

int srtp_tag(void) { return suite == AES_GCM ? 16 : 10; }

int srtp_master_length(void) { return suite == AES_GCM ? 16 + 12 : 16 + 14; }

/* AES in counter mode over zeros, RFC 3711 section 4.3.3. */
static void derive(const void *round_keys, const uint8_t *salt, uint8_t label, uint8_t *out, int length) {
  static const uint8_t zeros[16];
  for (int at = 0; at < length; at += 16) {
    uint8_t counter[16] = {0};
    int part = length - at < 16 ? length - at : 16;
    memcpy(counter, salt, 14);
    counter[7] ^= label;
    counter[15] = (uint8_t)(at / 16);
    IMB_AES128_CFB_ONE(crypto, out + at, zeros, counter, round_keys, (uint64_t)part);
  }
}

static void half_of_hmac(const uint8_t *key, uint8_t pad, uint8_t *out) {
  uint8_t block[64];
  memset(block, pad, sizeof block);
  for (int i = 0; i < DIGEST; i++) block[i] ^= key[i];
  IMB_SHA1_ONE_BLOCK(crypto, block, out);
}

void srtp_key(struct srtp *key, const uint8_t *master) {
  _Alignas(16) uint8_t master_keys[16 * 11], unused[16 * 11];
  uint8_t salt[14] = {0}, session[16], authentication[DIGEST];
  memcpy(salt, master + 16, (size_t)srtp_master_length() - 16);
  IMB_AES_KEYEXP_128(crypto, master, master_keys, unused);
  derive(master_keys, salt, 0, session, 16);
  derive(master_keys, salt, 1, authentication, DIGEST);
  derive(master_keys, salt, 2, key->salt, suite == AES_GCM ? 12 : 14);
  IMB_AES128_GCM_PRE(crypto, session, &key->gcm);
  IMB_AES_KEYEXP_128(crypto, session, key->round_keys, unused);
  half_of_hmac(authentication, 0x36, key->inner);
  half_of_hmac(authentication, 0x5c, key->outer);
}

/* RFC 7714, section 8.1. */
static void gcm_iv(const struct srtp_work *work, uint8_t iv[12]) {
  memcpy(iv, work->key->salt, 12);
  for (int i = 0; i < 4; i++) iv[2 + i] ^= work->packet[8 + i];
  iv[10] ^= work->packet[2];
  iv[11] ^= work->packet[3];
}

static void gcm_protect(struct srtp_work *work) {
  struct gcm_context_data context;
  uint8_t iv[12], *body = work->packet + HEADER;
  gcm_iv(work, iv);
  IMB_AES128_GCM_ENC(crypto, &work->key->gcm, &context, body, body, (uint64_t)(work->length - HEADER), iv, work->packet,
                     HEADER, work->packet + work->length, 16);
  work->length += 16;
}

static void gcm_unprotect(struct srtp_work *work) {
  struct gcm_context_data context;
  uint8_t iv[12], tag[16], *body = work->packet + HEADER;
  work->failed = work->length < HEADER + 16;
  if (work->failed) return;
  work->length -= 16;
  gcm_iv(work, iv);
  IMB_AES128_GCM_DEC(crypto, &work->key->gcm, &context, body, body, (uint64_t)(work->length - HEADER), iv, work->packet,
                     HEADER, tag, 16);
  work->failed = memcmp(tag, work->packet + work->length, 16) != 0;
}

/* What a job needs until it is done: the library works on several at a time and ends them in any order. */
struct cm_room {
  uint8_t iv[16], digest[DIGEST], tag[16];
};

/* RFC 3711, section 4.1.1: the packet without its tag, and behind it the rollover counter, which is authenticated but not sent. */
static void cm_submit(const struct srtp_work *work, struct cm_room *room, int protect) {
  IMB_JOB *job = IMB_GET_NEXT_JOB(crypto);
  memset(room->iv, 0, 16);
  memcpy(room->iv, work->key->salt, 14);
  for (int i = 0; i < 4; i++) room->iv[4 + i] ^= work->packet[8 + i];
  room->iv[12] ^= work->packet[2];
  room->iv[13] ^= work->packet[3];
  memset(work->packet + work->length, 0, ROC);
  job->cipher_direction = protect ? IMB_DIR_ENCRYPT : IMB_DIR_DECRYPT;
  job->chain_order = protect ? IMB_ORDER_CIPHER_HASH : IMB_ORDER_HASH_CIPHER;
  job->cipher_mode = IMB_CIPHER_CNTR;
  job->hash_alg = IMB_AUTH_HMAC_SHA_1;
  job->enc_keys = job->dec_keys = work->key->round_keys;
  job->key_len_in_bytes = 16;
  job->src = work->packet;
  job->dst = work->packet + HEADER;
  job->iv = room->iv;
  job->iv_len_in_bytes = 16;
  job->cipher_start_src_offset_in_bytes = HEADER;
  job->msg_len_to_cipher_in_bytes = (uint64_t)(work->length - HEADER);
  job->hash_start_src_offset_in_bytes = 0;
  job->msg_len_to_hash_in_bytes = (uint64_t)(work->length + ROC);
  job->auth_tag_output = room->digest;
  job->auth_tag_output_len_in_bytes = DIGEST;
  job->u.HMAC._hashed_auth_key_xor_ipad = work->key->inner;
  job->u.HMAC._hashed_auth_key_xor_opad = work->key->outer;
  if (!IMB_SUBMIT_JOB(crypto) && imb_get_errno(crypto)) {
    fprintf(stderr, "libipsec-mb: %s\n", imb_get_strerror(imb_get_errno(crypto)));
    exit(1);
  }
}

static void cm_flush(void) {
  while (IMB_FLUSH_JOB(crypto)) continue;
}

static void cm_protect(struct srtp_work *works, int count) {
  static struct cm_room rooms[BATCHED];
  for (int i = 0; i < count; i++) cm_submit(&works[i], &rooms[i], 1);
  cm_flush();
  for (int i = 0; i < count; i++) {
    memcpy(works[i].packet + works[i].length, rooms[i].digest, 10);
    works[i].length += 10;
  }
}

static void cm_unprotect(struct srtp_work *works, int count) {
  static struct cm_room rooms[BATCHED];
  for (int i = 0; i < count; i++) {
    works[i].failed = works[i].length <= HEADER + 10;
    if (works[i].failed) continue;
    works[i].length -= 10;
    memcpy(rooms[i].tag, works[i].packet + works[i].length, 10);
    cm_submit(&works[i], &rooms[i], 0);
  }
  cm_flush();
  for (int i = 0; i < count; i++) works[i].failed |= memcmp(rooms[i].tag, rooms[i].digest, 10) != 0;
}

void srtp_protect(struct srtp_work *works, int count) {
  if (suite == AES_GCM) {
    for (int i = 0; i < count; i++) gcm_protect(&works[i]);
    return;
  }
  for (int at = 0; at < count; at += BATCHED) cm_protect(works + at, count - at < BATCHED ? count - at : BATCHED);
}

void srtp_unprotect(struct srtp_work *works, int count) {
  if (suite == AES_GCM) {
    for (int i = 0; i < count; i++) gcm_unprotect(&works[i]);
    return;
  }
  for (int at = 0; at < count; at += BATCHED) cm_unprotect(works + at, count - at < BATCHED ? count - at : BATCHED);
}
