#include "base/certificate.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/limits.h"

/* How many certificates there are; -1 when one cannot be read. */
static int certificates_count(struct slice pem)
{
    BIO *bio = BIO_new_mem_buf(pem.at, (int)pem.length);
    int count = 0;
    if (bio == NULL)
        memory_exhausted();
    for (X509 *certificate; (certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL; count++)
        X509_free(certificate);
    bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    BIO_free(bio);
    return at_end ? count : -1;
}

bool certificates_read(struct arena *arena, const char *path, struct slice *pem, struct problem *problem)
{
    if (!file_read_named(arena, path, LIMIT_CERTIFICATES_BYTES, pem, problem))
        return false;
    int count = certificates_count(*pem);
    if (slice_trim(*pem).length == 0)
        return problem_set(problem, PROBLEM_LOCAL, _("\"%s\" is empty: it must hold the certificates."),
                           path);
    if (count < 0)
        return problem_set(problem, PROBLEM_LOCAL, _("\"%s\" holds a certificate that cannot be read."),
                           path);
    return count > 0 ||
           problem_set(
               problem, PROBLEM_LOCAL,
               _("\"%s\" holds no certificate: it must have lines -----BEGIN CERTIFICATE----- (PEM). One "
                 "in DER becomes that with: openssl x509 -inform der -in FILE."),
               path);
}

const char *certificate_fault(long code)
{
    static const char self_signed[] = N_("its certificate is signed by itself, and by no authority known "
                                         "here. If it is the portal's own, get the "
                                         "certificate from its keeper and name it with --cacert FILE");
    static const char unknown[] =
        N_("its certificate is signed by an authority that is not known here. If it is the office's own, get "
           "the "
           "authority's certificate from its keeper and name it with --cacert FILE");
    static const char other_host[] = N_("its certificate is for another host name");
    static const struct {
        long code;
        const char *words;
    } rows[] = {
        {X509_V_ERR_CERT_HAS_EXPIRED,
         N_("its certificate has expired, or the clock of this machine is wrong. Tell the portal's keeper")},
        {X509_V_ERR_CERT_NOT_YET_VALID,
         N_("its certificate is not valid yet, or the clock of this machine is wrong")},
        {X509_V_ERR_CERT_REVOKED, N_("its certificate was revoked. Tell the portal's keeper")},
        {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, self_signed},
        {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, unknown},
        {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, unknown},
        {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, unknown},
        {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, unknown},
        {X509_V_ERR_HOSTNAME_MISMATCH, other_host},
        {X509_V_ERR_UNSPECIFIED, other_host}, /* libcurl compares the names itself, and leaves this behind */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].code == code)
            return _(rows[i].words);
    return _("its certificate cannot be trusted");
}
