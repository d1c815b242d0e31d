{{- define "transferjob.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "transferjob.selectorLabels" -}}
app.kubernetes.io/name: transferjob-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "transferjob.labels" -}}
{{ include "transferjob.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: operator
app.kubernetes.io/part-of: transferjob
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{/* The host that trainers reach the operator by; the certificate is made for it. */}}
{{- define "transferjob.progressHost" -}}
{{ include "transferjob.fullname" . }}-progress.{{ .Release.Namespace }}.svc
{{- end -}}

{{/* What the operator may do with jobs, in each namespace that it watches. docs/operations.md says why each is needed. */}}
{{- define "transferjob.rules" -}}
- apiGroups: [transferjob.dev]
  resources: [transferjobs]
  verbs: [get, list, watch]
- apiGroups: [transferjob.dev]
  resources: [transferjobs/status]
  verbs: [update]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [create, delete, get, list, patch, watch]
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get]
- apiGroups: [""]
  resources: [events]
  verbs: [list, watch]
- apiGroups: [kueue.x-k8s.io]
  resources: [workloads]
  verbs: [list, {{ if .Values.kueue.priorityBoost.enabled }}patch, {{ end }}watch]
- apiGroups: [kueue.x-k8s.io]
  resources: [localqueues]
  verbs: [get]
- apiGroups: [resource.k8s.io]
  resources: [resourceclaimtemplates]
  verbs: [create]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
{{- end -}}
