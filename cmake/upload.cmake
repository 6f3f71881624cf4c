# What a program with an HTTP client of its own needs to send: where to, in which form, and what the response means.
find_package(nlohmann_json QUIET)
if(nlohmann_json_FOUND)
  set(upload "${core}/upload")
  set(request_sources "${upload}/api/endpoints.cpp" "${upload}/http/multipart_form.cpp"
                      "${upload}/http/redaction.cpp" "${upload}/response/classify_response.cpp")
  set(request_headers "${upload}/api/api_result.hpp" "${upload}/api/endpoints.hpp" "${upload}/api/target.hpp"
                      "${upload}/api/zoom_api.hpp" "${upload}/http/multipart_form.hpp"
                      "${upload}/ledger/ledger.hpp" "${upload}/purpose.hpp" "${upload}/request.hpp"
                      "${upload}/response/classify.hpp" "${upload}/retry/rates.hpp")
  add_library(media_preflight_requests STATIC ${request_sources})
  add_library(media_preflight::requests ALIAS media_preflight_requests)
  set_target_properties(media_preflight_requests PROPERTIES EXPORT_NAME requests)
  if(NOT PROJECT_IS_TOP_LEVEL)
    set_target_properties(media_preflight_requests PROPERTIES EXCLUDE_FROM_ALL TRUE)
  endif()
  target_link_libraries(media_preflight_requests PUBLIC media_preflight_engine
                                                 PRIVATE $<BUILD_INTERFACE:nlohmann_json::nlohmann_json>)
  target_sources(media_preflight_requests PUBLIC FILE_SET HEADERS BASE_DIRS lib FILES ${request_headers})
endif()

# The client of the service: compiled, and only where all its libraries are there.
find_package(CURL QUIET)
find_package(SQLite3 QUIET)
find_package(OpenSSL QUIET)
find_package(Threads QUIET)
if(CURL_FOUND AND nlohmann_json_FOUND AND SQLite3_FOUND AND OPENSSL_FOUND AND Threads_FOUND)
  file(GLOB_RECURSE upload_headers CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/lib/preflight/upload/*.hpp")
  file(GLOB_RECURSE upload_sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/lib/preflight/upload/*.cpp")
  list(REMOVE_ITEM upload_sources "${core}/upload/rules/every_rule.cpp" ${request_sources})
  list(REMOVE_ITEM upload_headers ${request_headers})
  # How HTTP is spoken and responses are read, and the folders called detail: what only the sources include is not
  # installed, and some of it needs the headers of the libraries below.
  set(upload_own_headers ${upload_headers})
  list(FILTER upload_own_headers INCLUDE REGEX "/upload/(http|response|[a-z]+/detail)/")
  list(REMOVE_ITEM upload_headers ${upload_own_headers})

  add_library(media_preflight_upload STATIC ${upload_sources})
  add_library(media_preflight::upload ALIAS media_preflight_upload)
  if(NOT PROJECT_IS_TOP_LEVEL)
    set_target_properties(media_preflight_upload PROPERTIES EXCLUDE_FROM_ALL TRUE)
  endif()
  set_target_properties(media_preflight_upload PROPERTIES EXPORT_NAME upload)
  target_link_libraries(media_preflight_upload PUBLIC media_preflight_request_rules media_preflight_requests
                                               PRIVATE CURL::libcurl $<BUILD_INTERFACE:nlohmann_json::nlohmann_json> SQLite::SQLite3
                                                       OpenSSL::Crypto Threads::Threads)
  target_compile_definitions(media_preflight_upload PRIVATE MEDIA_PREFLIGHT_VERSION="${PROJECT_VERSION}")
  target_sources(media_preflight_upload PUBLIC FILE_SET HEADERS BASE_DIRS lib FILES ${upload_headers})

  # All that is exported must be installed, and only header sets of an interface are verified: so these have their own.
  add_library(media_preflight_upload_own INTERFACE)
  target_link_libraries(media_preflight_upload_own INTERFACE media_preflight_upload nlohmann_json::nlohmann_json SQLite::SQLite3)
  target_sources(media_preflight_upload_own INTERFACE FILE_SET HEADERS BASE_DIRS lib FILES ${upload_own_headers})
endif()
