# The Debian packages, made by cpack: one for each component of install.cmake. tools/dev/package makes them the same twice.
if(NOT media_preflight_BUILD_TOOLS)
  return()
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR "the media-preflight authors")
set(CPACK_PACKAGE_CONTACT "the media-preflight authors <maintainers@users.noreply.r-seed-506cad7c.example>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${CMAKE_CURRENT_BINARY_DIR}")
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_PRE_BUILD_SCRIPTS "${CMAKE_CURRENT_SOURCE_DIR}/cmake/same_times.cmake")
set(CPACK_COMPONENTS_ALL)

# Debian wants both in every package; the times are those of the last commit, where tools/dev/package tells them.
set(changelog "${CMAKE_CURRENT_BINARY_DIR}/package/changelog")
string(TIMESTAMP release_time "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE "${changelog}" "media-preflight (${PROJECT_VERSION}) unstable; urgency=medium

  * CHANGELOG.md in the sources lists what changed.

 -- ${CPACK_PACKAGE_CONTACT}  ${release_time}
")
execute_process(COMMAND gzip -9nf "${changelog}" COMMAND_ERROR_IS_FATAL ANY)
file(READ LICENSE licence)
string(REGEX REPLACE "^MIT License\n+" "" licence "${licence}")
string(STRIP "${licence}" licence)
string(REGEX MATCH "Copyright [^\n]*" holder "${licence}")
string(REPLACE "Copyright (c) " "" holder "${holder}")
string(REGEX REPLACE "^Copyright [^\n]*\n+" "" licence "${licence}")
string(REPLACE "\n\n" "\n.\n" licence "${licence}")
string(REPLACE "\n" "\n " licence "${licence}")
file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/package/copyright"
     "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nCopyright: ${holder}\nLicense: Expat\n ${licence}\n")
file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/package/triggers" "activate-noawait ldconfig\n")

# add_package(COMPONENT NAME SECTION SUMMARY DESCRIPTION [CPack variable and value]...)
macro(add_package component name section summary description)
  list(APPEND CPACK_COMPONENTS_ALL ${component})
  string(TOUPPER ${component} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${name})
  set(CPACK_DEBIAN_${upper}_PACKAGE_SECTION ${section})
  set(CPACK_COMPONENT_${upper}_DESCRIPTION "${summary}\n${description}")
  set(CPACK_DEBIAN_${upper}_DESCRIPTION "${summary}\n${description}")
  install(FILES "${changelog}.gz" "${CMAKE_CURRENT_BINARY_DIR}/package/copyright" DESTINATION "share/doc/${name}" COMPONENT ${component}
          EXCLUDE_FROM_ALL)
endmacro()

set(about "media-preflight checks pictures and videos before an upload: whether they are\nwithin the documented limits of a service, and complete. It works offline.")
add_package(program media-preflight utils "checks pictures and videos before an upload"
            "${about}\n.\nThis package holds the program. It needs no codecs and no network code.")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS "media-preflight-decoders, media-preflight-sender")
if(TARGET media-preflight-decode-worker OR TARGET media-preflight-decode-worker-video)
  add_package(decoders media-preflight-decoders utils "decodes pictures and videos for media-preflight"
              "${about}\n.\nThis package adds --depth decode, in processes that can open nothing.")
  set(CPACK_DEBIAN_DECODERS_PACKAGE_DEPENDS "media-preflight (= ${PROJECT_VERSION})")
endif()
if(TARGET media-preflight-upload)
  add_package(sender media-preflight-sender net "sends checked pictures and videos to Zoom"
              "${about}\n.\nThis package adds the commands that send files which have passed.")
  set(CPACK_DEBIAN_SENDER_PACKAGE_DEPENDS "media-preflight (= ${PROJECT_VERSION})")
endif()
add_package(library libmedia-preflight0 libs "checks pictures and videos before an upload (C library)"
            "${about}\n.\nThis package holds the library for C and every language that calls C.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA "${CMAKE_CURRENT_BINARY_DIR}/package/triggers")
add_package(development libmedia-preflight-dev libdevel "checks pictures and videos before an upload (development files)"
            "${about}\n.\nThis package holds the headers for C and C++, the compiled C++ engine, and\nfiles for CMake and pkg-config.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libmedia-preflight0 (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SUGGESTS "libpng-dev, libjpeg-dev, libgif-dev, libavformat-dev, libavcodec-dev, libavutil-dev, libcurl4-openssl-dev, libsqlite3-dev, libssl-dev")
include(CPack)
