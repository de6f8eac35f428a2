#pragma once
#include <sodium.h>

// X-Wing exists from libsodium 1.0.22 on. Swift cannot ask for a C macro that is not there, so the question is answered here.
#ifdef crypto_kem_xwing_PUBLICKEYBYTES
#define SPL_HAS_XWING 1
static inline int spl_xwing_available(void) { return 1; }
static inline int spl_xwing_seed_keypair(unsigned char *pk, unsigned char *sk, const unsigned char *seed) {
  return crypto_kem_xwing_seed_keypair(pk, sk, seed);
}
static inline int spl_xwing_enc_deterministic(unsigned char *ct, unsigned char *ss, const unsigned char *pk,
                                              const unsigned char *seed) {
  return crypto_kem_xwing_enc_deterministic(ct, ss, pk, seed);
}
static inline int spl_xwing_dec(unsigned char *ss, const unsigned char *ct, const unsigned char *sk) {
  return crypto_kem_xwing_dec(ss, ct, sk);
}
#else
#define SPL_HAS_XWING 0
static inline int spl_xwing_available(void) { return 0; }
static inline int spl_xwing_seed_keypair(unsigned char *pk, unsigned char *sk, const unsigned char *seed) {
  (void)pk; (void)sk; (void)seed;
  return -1;
}
static inline int spl_xwing_enc_deterministic(unsigned char *ct, unsigned char *ss, const unsigned char *pk,
                                              const unsigned char *seed) {
  (void)ct; (void)ss; (void)pk; (void)seed;
  return -1;
}
static inline int spl_xwing_dec(unsigned char *ss, const unsigned char *ct, const unsigned char *sk) {
  (void)ss; (void)ct; (void)sk;
  return -1;
}
#endif
