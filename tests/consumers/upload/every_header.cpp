#include <every_header.hpp>

#if defined(SQLITE_VERSION) || defined(LIBCURL_VERSION) || defined(NLOHMANN_JSON_VERSION_MAJOR) || \
    defined(OPENSSL_VERSION_TEXT)
#error "A header of the library includes one of the libraries that it is made with."
#endif
