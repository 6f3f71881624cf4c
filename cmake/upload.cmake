# The client of the service: compiled, and only where all its libraries are there.
find_package(CURL QUIET)
find_package(nlohmann_json QUIET)
find_package(SQLite3 QUIET)
find_package(OpenSSL QUIET)
find_package(Threads QUIET)
if(CURL_FOUND AND nlohmann_json_FOUND AND SQLite3_FOUND AND OPENSSL_FOUND AND Threads_FOUND)
  file(GLOB upload_headers CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/lib/preflight/upload/*.hpp")
  file(GLOB upload_sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/lib/preflight/upload/*.cpp")
  add_library(media_preflight_upload STATIC ${upload_sources})
  add_library(media_preflight::upload ALIAS media_preflight_upload)
  set_target_properties(media_preflight_upload PROPERTIES EXPORT_NAME upload)
  target_link_libraries(media_preflight_upload PUBLIC media_preflight_core
                                               PRIVATE CURL::libcurl nlohmann_json::nlohmann_json SQLite::SQLite3
                                                       OpenSSL::Crypto Threads::Threads)
  target_compile_definitions(media_preflight_upload PRIVATE MEDIA_PREFLIGHT_VERSION="${PROJECT_VERSION}")
  target_sources(media_preflight_upload PUBLIC FILE_SET HEADERS BASE_DIRS lib FILES ${upload_headers})
endif()
