/**
 * A peer that speaks only what version 1 began with: entries, and files read part by part. It shares no code with Sluice, so that what
 * docs/protocol.md says is enough to write one.
 */
package org.sluice.itest.plain;
