# What an installed prefix holds: headers, the CMake package, the pkg-config file and, when built, the program.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_DATADIR}/cmake/media_preflight")
install(TARGETS media_preflight_core EXPORT media_preflight FILE_SET HEADERS)
install(EXPORT media_preflight NAMESPACE media_preflight:: FILE media_preflight-config.cmake DESTINATION "${package_dir}")

# Headers only, so one package serves every architecture.
set(version_file "${CMAKE_CURRENT_BINARY_DIR}/media_preflight-config-version.cmake")
write_basic_package_version_file("${version_file}" COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES "${version_file}" DESTINATION "${package_dir}")

configure_file(cmake/media-preflight.pc.in media-preflight.pc @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/media-preflight.pc" DESTINATION "${CMAKE_INSTALL_DATADIR}/pkgconfig")

if(TARGET media-preflight)
  install(TARGETS media-preflight)
endif()
